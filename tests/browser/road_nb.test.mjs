/* The whole road on a desktop, in bokmål. */
import { DESKTOP } from './lib/cast.mjs';
import { walk } from './lib/road.mjs';

walk({ lang: 'nb', size: DESKTOP, tag: '1280-nb' });
