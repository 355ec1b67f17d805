import { expect } from 'chai'
import { daysIn } from '../../../src/ill/mail/replies/days.ts'
import { ownWords } from '../../../src/ill/mail/replies/own-words.ts'
import { phrases, replyEvents } from '../../../src/ill/mail/replies/phrases.ts'
import { phrasesAbroad } from '../../../src/ill/mail/replies/phrases-abroad.ts'
import { suggest } from '../../../src/ill/mail/replies/suggest.ts'

const at = new Date('2026-04-20T10:00:00Z')
const everything = new Set<string>(replyEvents)
const saying = (text: string, possible: ReadonlySet<string> = everything, own = []) =>
  suggest(text, { possible, at, own })

describe('What a reply seems to say', () => {
  it('is looked for in each language by phrases that are written as they are compared, each in one place', () => {
    for (const { says, harmless } of Object.values(phrasesAbroad)) {
      const all = [...Object.values(says).flat(), ...harmless]
      expect(new Set(all).size).to.equal(all.length)
      for (const phrase of all) {
        expect(phrase).to.equal(phrase.normalize('NFKC').toLowerCase().trim())
        expect(phrase).not.to.match(/['‘`´]|\s{2}/)
      }
    }
  })

  const samples: readonly (readonly [text: string, event: string | undefined, form?: object])[] = [
    ['Dear colleagues, the book was sent today, due back 12 May. Regards', 'shipped', { dueAtLender: '2026-05-12' }],
    ['It has been posted. Please return by 3 June 2026.', 'shipped', { dueAtLender: '2026-06-03' }],
    ['It will be sent on 28.4.2026.', 'willSupply', { supplyOn: '2026-04-28' }],
    ['Sorry, we do not have this edition.', 'notSupplied', { reason: 'Sorry, we do not have this edition.' }],
    ['We can’t supply it: it is on loan.', 'notSupplied', { reason: 'We can’t supply it: it is on loan.' }],
    ["We can't lend this title.", 'notSupplied', { reason: "We can't lend this title." }],
    ['It has not been sent. More tomorrow.', undefined],
    ['It is not on loan, only misplaced.', undefined],
    ['Could you tell us your postal address?', undefined],
    [
      'We can lend it for in-library use only.',
      'conditional',
      { condition: 'We can lend it for in-library use only.' },
    ],
    ['The loan is renewed until June 1st, 2026.', 'renewed', { dueAtLender: '2026-06-01' }],
    ['Sorry, it cannot be renewed.', 'renewalRefused', {}],
    ['Your request has been cancelled.', 'cancelAccepted', {}],
    ['Too late to cancel, it has already been sent.', 'cancelRefused', {}],
    ['This item is overdue.', 'overdue', {}],
    ['The item has been recalled by a reader.', 'recall', {}],
    ['', undefined],
    // German
    ['Das Buch wurde heute verschickt, Rückgabe bis 12. Mai 2026.', 'shipped', { dueAtLender: '2026-05-12' }],
    ['Der Band ist leider zurzeit ausgeliehen.', 'notSupplied', { reason: 'Der Band ist leider zurzeit ausgeliehen.' }],
    ['Das Buch wurde noch nicht verschickt.', undefined],
    ['Wir verleihen nur im Lesesaal.', 'conditional', { condition: 'Wir verleihen nur im Lesesaal.' }],
    ['Das Buch wird am 3. Juni versandt.', undefined],
    ['Die Leihfrist wurde verlängert bis 30.6.2026.', 'renewed', { dueAtLender: '2026-06-30' }],
    ['Das Buch kann leider nicht verlängert werden.', 'renewalRefused', {}],
    ['Ihre Bestellung wurde storniert.', 'cancelAccepted', {}],
    ['Das Buch ist bereits verschickt.', 'cancelRefused', {}],
    ['Wir haben das Buch für Sie vorgemerkt; wurde vorgemerkt zum 1. Juli.', 'hold', { availableOn: '2026-07-01' }],
    // French
    ['L’ouvrage a été expédié, à rendre avant le 12 mai 2026.', 'shipped', { dueAtLender: '2026-05-12' }],
    ["Ce livre n'est pas disponible.", 'notSupplied', { reason: "Ce livre n'est pas disponible." }],
    ['Le livre n’a pas encore été envoyé.', undefined],
    ['Consultation uniquement sur place.', 'conditional', { condition: 'Consultation uniquement sur place.' }],
    ['Le prêt est prolongé jusqu’au 1er août 2026.', 'renewed', { dueAtLender: '2026-08-01' }],
    ['Le prêt ne peut pas être prolongé.', 'renewalRefused', {}],
    // Spanish
    ['El libro ha sido enviado. Devolver antes del 12 de mayo de 2026.', 'shipped', { dueAtLender: '2026-05-12' }],
    ['El libro está prestado.', 'notSupplied', { reason: 'El libro está prestado.' }],
    ['El libro aún no ha sido enviado.', undefined],
    ['Renovado hasta el 3 de junio.', 'renewed', { dueAtLender: '2026-06-03' }],
    ['No se puede renovar.', 'renewalRefused', {}],
    // Dutch
    ['Het boek is verzonden, terug voor 12 mei 2026.', 'shipped', { dueAtLender: '2026-05-12' }],
    ['Dit boek is momenteel uitgeleend.', 'notSupplied', { reason: 'Dit boek is momenteel uitgeleend.' }],
    ['Het boek is nog niet verzonden.', undefined],
    ['De lening is verlengd tot 1 juli 2026.', 'renewed', { dueAtLender: '2026-07-01' }],
    ['De lening kan niet worden verlengd.', 'renewalRefused', {}],
  ]
  for (const [text, event, form] of samples)
    it(`is found in “${text}”`, () => {
      const found = saying(text)
      expect(found?.event).to.equal(event)
      if (form) expect(found!.form).to.deep.equal(form)
    })

  it('is only what is possible now', () => {
    expect(saying('Your request has been cancelled.', new Set(['shipped']))).to.equal(undefined)
    expect(saying('It was sent today.', new Set(['notSupplied']))).to.equal(undefined)
  })

  it('is found by words of the house, too', () => {
    const own = [{ event: 'shipped', says: 'ist unterwegs' }] as const
    expect(suggest('Das Buch ist  unterwegs.', { possible: everything, at, own: [...own] })).to.deep.equal({
      ...{ event: 'shipped', phrase: 'ist unterwegs', form: {} },
    })
  })

  it('has a table in which no phrase means two things, and each is found by itself', () => {
    const all = Object.entries(phrases).flatMap(([event, list]) => list.map((phrase) => [event, phrase] as const))
    expect(new Set(all.map(([, phrase]) => phrase)).size).to.equal(all.length)
    for (const [event, phrase] of all)
      expect([phrase, saying(`Dear all, ${phrase}.`, new Set([event]))?.event]).to.deep.equal([phrase, event])
  })

  it('is found quickly in whatever is sent', () => {
    for (const text of [
      'was sent '.repeat(1000),
      'due until '.repeat(800),
      '12.'.repeat(2500),
      'a'.repeat(8000),
      '1/1/'.repeat(2000),
    ]) {
      const begun = performance.now()
      saying(text)
      // A guard against what never ends, not a measure.
      expect(performance.now() - begun).to.be.below(2000)
    }
  })
})

describe('A day in a text', () => {
  const samples: readonly (readonly [string, readonly string[]])[] = [
    ['2026-05-12', ['2026-05-12']],
    ['12 May', ['2026-05-12']],
    ['12th of May 2027', ['2027-05-12']],
    ['May 12, 2026', ['2026-05-12']],
    ['12 March', ['2027-03-12']],
    ['12.5.', ['2026-05-12']],
    ['12.05.26', ['2026-05-12']],
    ['25/12/2026', ['2026-12-25']],
    ['12/25/2026', ['2026-12-25']],
    ['03/04/2026', []],
    ['31 February 2026', []],
    ['2026-13-40', []],
    ['from 1 May to 3 June', ['2026-05-01', '2026-06-03']],
  ]
  for (const [text, days] of samples)
    it(`is read: ${text}`, () => {
      expect(daysIn(text, at).map(({ day }) => day)).to.deep.equal(days)
    })
})

describe('The words of a sender', () => {
  const quoted = '> Please lend us\n> Title: X'
  const samples: readonly (readonly [name: string, text: string, own: string])[] = [
    ['above a quote', `Sent today.\n\nOn 3 May 2026, Harbour City wrote:\n${quoted}`, 'Sent today.'],
    ['below a quote', `On 3 May 2026, Harbour City wrote:\n${quoted}\n\nSent today.`, 'Sent today.'],
    ['in between', `${quoted}\nSent today.\n> Pages: 1-2\nAnd the pages, too.`, 'Sent today.\nAnd the pages, too.'],
    [
      'above a broken line',
      `Sent.\n\nOn Mon, 3 May 2026 at 10:00 Harbour City Library\n<ill@x.example> wrote:\n\nPlease lend us`,
      'Sent.',
    ],
    ['above an original message', `Sent.\n-----Original Message-----\nFrom: x\nPlease lend us`, 'Sent.'],
    ['above repeated headers', 'Sent.\n\nFrom: ILL <ill@x.example>\nSent: Monday\nTo: us\n\nPlease lend us', 'Sent.'],
    ['in German', 'Unterwegs.\n\nAm 03.05.2026 um 10:00 schrieb Harbour City:\n> x', 'Unterwegs.'],
    ['above a signature', 'Sent.\n-- \nJane Doe\nOn loan desk', 'Sent.'],
  ]
  for (const [name, text, own] of samples)
    it(`are found ${name}`, () => {
      expect(ownWords(text)).to.equal(own)
    })
})
