/* steps.mjs: what the steps of the first workshop are called, in the languages of the phones. */
export const STEPS = {
	nb: { wait: 'Før vi starter', welcome: 'Velkommen', good: 'Hva er bra hos oss?', goodThemes: 'Samle det som er bra', hard: 'Hva er vanskelig på jobb?', hardThemes: 'Samle det som er vanskelig', rest: 'Pause', report: 'Bordene forteller', merge: 'Slå sammen det som er likt', vote: 'Stemme', end: 'Oppsummering og siste spørsmål' },
	nn: { wait: 'Før vi startar', welcome: 'Velkomen', good: 'Kva er bra hos oss?', goodThemes: 'Samle det som er bra', hard: 'Kva er vanskeleg på jobb?', hardThemes: 'Samle det som er vanskeleg', rest: 'Pause', report: 'Borda fortel', merge: 'Slå saman det som er likt', vote: 'Røyste', end: 'Oppsummering og siste spørsmål' },
};
