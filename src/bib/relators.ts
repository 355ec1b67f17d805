import { fold } from './fold.ts'

/** MARC relator codes (LoC "MARC Code List for Relators") in a word or two. */
const marc21 = `
  abr abridger, adp adapter, aft author of afterword, anm animator, ann annotator, ant bibliographic antecedent,
  arr arranger, art artist, asn associated name, aui author of introduction, aus screenwriter, aut author,
  bkd book designer, bnd binder, bsl bookseller, ccp conceptor, chr choreographer, cmm commentator, cmp composer,
  cnd conductor, cns censor, col collector, com compiler, cov cover designer, cre creator, csl consultant,
  ctb contributor, ctg cartographer, cur curator, dgg degree granting institution, dnc dancer, drt director,
  dst distributor, dte dedicatee, edt editor, egr engraver, etr etcher, fmo former owner, fnd funder, hst host,
  ill illustrator, ilu illuminator, inv inventor, isb issuing body, itr instrumentalist, ive interviewee,
  ivr interviewer, lbt librettist, led lead, lyr lyricist, mod moderator, mus musician, nrt narrator, org originator,
  oth other, own owner, pbd publishing director, pbl publisher, pht photographer, ppm papermaker, pra praeses,
  prf performer, pro producer, prt printer, rcp addressee, red redactor, res researcher, rev reviewer, rsp respondent,
  rth research team head, sce scenarist, scl sculptor, sng singer, spk speaker, spn sponsor, std set designer,
  stl storyteller, ths thesis advisor, trc transcriber, trl translator, tyg typographer, voc vocalist, wam writer of accompanying material,
  win writer of introduction, wpr writer of preface`

/** UNIMARC relator codes (Manual, appendix C). */
const unimarc = `
  005 actor, 010 adapter, 018 author of adaptation, 020 annotator, 030 arranger, 040 artist, 060 associated name,
  065 auctioneer, 070 author, 072 author of quotations, 075 author of afterword, 080 author of introduction,
  090 author of dialogue, 100 bibliographic antecedent, 110 binder, 120 binding designer, 130 book designer,
  160 bookseller, 170 calligrapher, 180 cartographer, 190 censor, 200 choreographer, 205 collaborator,
  210 commentator, 212 writer of commentary, 220 compiler, 230 composer, 240 compositor, 245 conceptor,
  250 conductor, 255 project consultant, 260 copyright holder, 270 corrector, 273 curator, 275 dancer, 280 dedicatee,
  290 dedicator, 295 degree granting institution, 300 director, 305 candidate, 310 distributor, 320 donor,
  330 dubious author, 340 editor, 350 engraver, 360 etcher, 365 expert, 370 film editor, 380 forger,
  390 former owner, 395 founder, 400 funder, 410 graphic technician, 420 honoree, 430 illuminator, 440 illustrator,
  445 impresario, 460 interviewee, 470 interviewer, 480 librettist, 490 licensee, 500 licensor, 510 lithographer,
  520 lyricist, 530 metal engraver, 540 monitor, 545 musician, 550 narrator, 557 organiser of meeting, 570 other,
  580 papermaker, 590 performer, 600 photographer, 610 printer, 630 producer, 637 project manager, 640 proofreader,
  650 publisher, 651 publishing director, 660 recipient, 670 recording engineer, 673 research team head,
  675 reviewer, 677 member of research team, 680 rubricator, 690 scenarist, 695 scientific advisor, 700 scribe,
  705 sculptor, 710 secretary, 720 signer, 721 singer, 723 sponsor, 725 standards body, 727 thesis advisor,
  730 translator, 740 type designer, 750 typographer, 755 vocalist, 760 wood engraver, 770 writer of accompanying material,
  956 president of jury, 958 rapporteur of jury`

const names: ReadonlyMap<string, string> = new Map(
  `${marc21},${unimarc}`.split(',').map((row) => {
    const [code = '', ...words] = row.trim().split(/\s+/)
    return [code, words.join(' ')] as const
  }),
)

/** The words for relator codes, also as the last part of a URI ("http://id.loc.gov/vocabulary/relators/trl"). */
export function relatorName(code: string): string | undefined {
  return names.get(fold(code.slice(-12)).split(' ').at(-1) ?? '')
}
