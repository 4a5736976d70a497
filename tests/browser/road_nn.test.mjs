/* The whole road on a phone, in nynorsk. */
import { PHONE } from './lib/cast.mjs';
import { walk } from './lib/road.mjs';

walk({ lang: 'nn', size: PHONE, tag: '390-nn' });
