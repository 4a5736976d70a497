/* group_meeting.mjs: a method in which the group's own meeting has sheets about things, verdicts and proposals: the small pack with
 * another last phase. Held up to the moment when the three have come to that meeting. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Desk } from './desk.mjs';
import { joined } from './room.mjs';
import { eventually } from './wire.mjs';
import { openWorkshop, underWay } from './workplace.mjs';

const PHASE = `id: enes
name: {nb: "Enes", nn: "Semjast", en: "Agree"}
aim: {nb: "Vi blir enige.", nn: "Vi blir einige.", en: "We agree."}
result: {nb: "Tiltak.", nn: "Tiltak.", en: "Measures."}
colour: yellow
icon: hands
guide: veileder
script: enes-manus
sheets:
  - id: setning
    for: group
    paper: a4
    name: {nb: "Spørsmålet", nn: "Spørsmålet", en: "The question"}
    fields:
      - id: hvordan
        label: {nb: "Hvordan kan vi …", nn: "Korleis kan vi …", en: "How can we …"}
      - id: frist
        kind: date
        label: {nb: "Innen", nn: "Innan", en: "By"}
  - id: forslag
    for: group
    paper: a4
    name: {nb: "Forslag", nn: "Forslag", en: "Proposal"}
    fields:
      - id: hva
        becomes: what
        label: {nb: "Hva?", nn: "Kva?", en: "What?"}
      - id: hvem
        becomes: who
        kind: line
        label: {nb: "Hvem?", nn: "Kven?", en: "Who?"}
      - id: nar
        becomes: when
        kind: span
        label: {nb: "Når?", nn: "Når?", en: "When?"}
      - id: tegn
        becomes: sign
        label: {nb: "Tegn?", nn: "Teikn?", en: "Sign?"}
sessions:
  - id: mote
    kind: meeting
    minutes: 20
    days-after: 2
    name: {nb: "Møtet", nn: "Møtet", en: "The meeting"}
    aim: {nb: "Vi bestemmer.", nn: "Vi bestemmer.", en: "We decide."}
    steps:
      - id: dom
        kind: form
        minutes: 5
        work: plenary
        from: sporre/skjema
        makes: statement
        sheet: setning
        name: {nb: "Skarpere", nn: "Skarpare", en: "Sharper"}
        task: {nb: "Skriv.", nn: "Skriv.", en: "Write."}
        paper: {nb: "Et ark.", nn: "Eit ark.", en: "A sheet."}
      - id: lapper
        kind: verdict
        minutes: 5
        work: plenary
        show: at-reveal
        from: dom
        name: {nb: "Klarer vi det?", nn: "Greier vi det?", en: "Can we?"}
        task: {nb: "Svar.", nn: "Svar.", en: "Answer."}
        paper: {nb: "Snakk.", nn: "Snakk.", en: "Talk."}
        questions:
          - id: selv
            on-no: lift
            text: {nb: "Kan vi løse det selv?", nn: "Kan vi løyse det sjølve?", en: "Can we solve it ourselves?"}
        answers:
          - id: ja
            means: "yes"
            text: {nb: "Ja", nn: "Ja", en: "Yes"}
          - id: nei
            means: "no"
            text: {nb: "Nei", nn: "Nei", en: "No"}
      - id: forslag
        kind: proposal
        minutes: 10
        work: plenary
        from: lapper
        sheet: forslag
        name: {nb: "Forslag", nn: "Forslag", en: "Proposals"}
        task: {nb: "Skriv.", nn: "Skriv.", en: "Write."}
        paper: {nb: "Et ark.", nn: "Eit ark.", en: "A sheet."}
`;
/* A folder of methods with the pack in it; the caller removes it. */
export function groupMethods() {
	const folder = mkdtempSync(path.join(tmpdir(), 'medvirk-pack-'));
	cpSync('tests/methods/mini', path.join(folder, 'mini'), { recursive: true });
	const file = path.join(folder, 'mini/method.yaml');
	writeFileSync(file, readFileSync(file, 'utf8').replace('phases: [sporre, vente, enes]', 'phases: [sporre, enes]'));
	writeFileSync(path.join(folder, 'mini/phases/enes.yaml'), PHASE);
	rmSync(path.join(folder, 'mini/phases/vente.yaml'));
	for (const lang of ['nb', 'nn', 'en']) {
		rmSync(path.join(folder, `mini/texts/${lang}/vente-manus.md`), { force: true });
		writeFileSync(path.join(folder, `mini/texts/${lang}/enes-manus.md`), `# Manus\n${['dom', 'lapper', 'forslag'].map((s) => `\n## ${s}\n\n> Gå rundt bordet.\n`).join('')}`);
	}
	return folder;
}

/* { place, at }: the workplace, and the address of the meeting, which is open and to which all three have come. */
export async function groupMeeting(server) {
	const rows = (sql) => server.db.rows(sql);
	const place = await underWay(server, { method: 'mini', name: 'Tre runder' });
	const room = await openWorkshop(place, { name: /Runde én/, called: /Runde/ });
	const desk = new Desk(place.leader, room.code);
	await desk.take();
	const phone = await joined(server, room.code);
	await desk.goTo(2);
	const sheets = (await phone.room()).page;
	const sent = await phone.send('sheets', { ...Object.fromEntries(sheets.fieldsOf(sheets.formTo('/sheets'))), 'f-hva': 'Døra henger', 'f-ofte': 'daglig' });
	if (sent.status !== 200) throw new Error(`the sheet: ${sent.status} ${sent.text.slice(0, 300)}`);
	await desk.act('end', { do: 'close' });
	await eventually(() => rows(`SELECT state FROM sitting WHERE code = '${room.code}'`)[0][0] === 'closed');
	const at = `/s/${rows("SELECT id FROM sitting WHERE kind = 'group' ORDER BY id DESC LIMIT 1")[0][0]}`;
	await place.leader.submit(await place.leader.get(at), '/open');
	for (const who of ['leader', 'union', 'safety']) await place[who].submit(await place[who].get(`${at}/meeting`), '/join');
	return { place, at };
}
