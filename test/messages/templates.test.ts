import { expect } from 'chai'
import fc from 'fast-check'
import { builtIn } from '../../src/messages/built-in.ts'
import {
  addPreset,
  changePreset,
  checkTemplate,
  fieldsOf,
  kindOf,
  listTemplates,
  type MessageKind,
  messageKindNames,
  orderPresets,
  presetsOf,
  readTemplate,
  removePreset,
  renderTemplate,
  sampleFields,
  saveTemplate,
  templateFor,
  templateVersions,
} from '../../src/messages/index.ts'
import { Problem } from '../../src/problems.ts'
import { useDatabase } from '../database.ts'

const actor = { name: 'Alma', via: 'web' } as const
const code = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
  return 'none'
}

describe('A template that comes with Farshelf', () => {
  for (const kind of messageKindNames)
    it(`is right, and reads well with little to fill in: ${kind}`, async () => {
      expect(await checkTemplate(kind, builtIn[kind])).to.deep.equal([])
      const all = sampleFields(kind)
      const needed = Object.fromEntries(Object.entries(all).filter(([name]) => fieldsOf(kind).get(name as never)))
      for (const values of [all, needed]) {
        const { subject, text } = await renderTemplate(kind, 'en', builtIn[kind], values)
        expect(subject).to.match(/^\S.*\S$/)
        expect(text).to.match(/^\S[\s\S]*\S\n$/)
        expect(text).to.not.match(/\n{3}|[{}\uFDD0-\uFDEF]|undefined|Invalid/)
      }
      const { text } = await renderTemplate(kind, 'en', builtIn[kind], needed)
      // A label without what it labels would be left where its line was not left out.
      expect(text).to.not.match(/^(?!Please send it to).*: *$(?!\n\n\S)/m)
    })

  it('tells lenders nothing of readers', () => {
    for (const kind of messageKindNames.filter((one) => kindOf(one).audience === 'lender'))
      expect(
        [...fieldsOf(kind).keys()].filter((name) => /patron|requestsLink|pickup/.test(name)),
        kind,
      ).to.deep.equal([])
  })
})

describe('A template is checked', () => {
  const linesOf = async (text: string, html?: string, kind: MessageKind = 'overdue') =>
    (await checkTemplate(kind, { subject: 'x', text, ...(html !== undefined && { html }) })).map(
      ({ part, line, detail }) => [part, line, detail] as const,
    )

  const wrong: [what: string, text: string, line: number, says: RegExp][] = [
    ['an unknown field', 'Dear {patronName},\n\n{titel}', 3, /no field \{titel\}.*title/],
    ['a field of another kind', '\n{lenderName}', 2, /no field \{lenderName\}/],
    ['a brace that is not closed', 'a\nb\n{title', 3, /no “}”/],
    ['an empty pair of braces', 'a\n{}', 2, /no field/],
    ['a style there is not', '{dueOn, date, huge}', 1, /short, medium, long, full/],
    ['a date of what is none', '{title, date}', 1, /no date/],
    ['a number of what is none', '\n\n{title, number}', 3, /no number/],
    ['a plural of what is none', '{title, plural, other {x}}', 1, /no number/],
    ['a plural without other', 'x\n{daysLate, plural, one {day}}', 2, /other/],
    ['a case that never is', '\n{title, select, none {} maybe {} other {}}', 2, /never “maybe”/],
    ['an unknown field in a case', '{daysLate, plural, one {\n{foo}} other {}}', 2, /no field \{foo\}/],
    ['a field that an apostrophe makes text', "a\nthe title '{title}'", 2, /apostrophe/],
    ['a time', '{dueOn, time}', 1, /date, number, plural or select/],
    ['a prototype’s name', '{constructor}', 1, /no field/],
  ]
  for (const [what, text, line, says] of wrong)
    it(`and ${what} is told with its line`, async () => {
      const complaints = await linesOf(text)
      expect(complaints.map(([part, where]) => [part, where])).to.deep.equal([['text', line]])
      expect(complaints[0]![2]).to.match(says)
    })

  it('and every complaint is told, in the order of lines', async () => {
    expect((await linesOf('{a}\nx\n{b} {title}\n{c}')).map(([, line]) => line)).to.deep.equal([1, 3, 4])
  })

  it('and may use an apostrophe as people do', async () => {
    expect(await linesOf("It isn't here. Don''t worry, {patronName}'s book is late.")).to.deep.equal([])
  })

  it('and its subject has one line', async () => {
    const complaints = await checkTemplate('overdue', { subject: 'a\nBcc: x', text: 'x' })
    expect(complaints.map(({ part, line }) => [part, line])).to.deep.equal([['subject', 2]])
  })

  it('and must not be empty or endless, nor deeper than anybody reads', async () => {
    expect((await linesOf(' \n ')).length).to.equal(1)
    expect((await linesOf('x'.repeat(20_001))).length).to.equal(1)
    const deep = `${'{service, select, loan {'.repeat(500)}x${'} other {}}'.repeat(500)}`
    expect((await linesOf(deep, undefined, 'ill-request-to-lender')).length).to.equal(1)
  })

  const markup: [html: string, line: number | undefined][] = [
    ['<p>Dear {patronName},</p>\n<p><strong>{title}</strong><br>due <em>{dueOn}</em></p>', undefined],
    ['<p><a href="https://library.example/?a=1">here</a> <a href="mailto:a@b.example">write</a></p>', undefined],
    ['<table><tr><th scope="col">x</th><td colspan="2">y</td></tr></table>', undefined],
    ['<p lang="de" dir="ltr">x &lt; y</p>', undefined],
    ['<p>\n<script>alert(1)</script></p>', 2],
    ['<p>\n<img src="https://x.example/1.gif"></p>', 2],
    ['<p onclick="x()">x</p>', 1],
    ['<p style="display:none">x</p>', 1],
    ['x\n<a href="javascript:alert(1)">x</a>', 2],
    ['<a href="{title}">x</a>', 1],
    ['<a href="https://x.example/{title}">x</a>', 1],
    ["<a href='https://x.example'>x</a>", 1],
    ['<a href=https://x.example>x</a>', 1],
    ['<p {title}>x</p>', 1],
    ['<p>x', 1],
    ['<p><em>x</p></em>', 1],
    ['a </p>', 1],
    ['a < b', 1],
    ['<!-- x -->', 1],
    ['<!doctype html>', 1],
    ['<p lang="{title}">x</p>', 1],
    ['<style>p{}</style>', 1],
  ]
  for (const [html, line] of markup)
    it(`and its markup is held to a few tags: ${html.replaceAll('\n', ' ')}`, async () => {
      const found = (await linesOf('x', html)).filter(([, , detail]) => !detail.includes('no “}”'))
      expect(found.length > 0 ? found[0]!.slice(0, 2) : []).to.deep.equal(line === undefined ? [] : ['html', line])
    })
})

describe('A template is filled in', () => {
  const fill = (text: string, values: object, language = 'en', kind: MessageKind = 'overdue') =>
    renderTemplate(kind, language, { subject: 'About {title}', text, html: `<p>${text}</p>` }, values)

  it('with days and numbers as the language has them', async () => {
    const text = '{dueOn}|{dueOn, date, short}|{daysLate}|{daysLate, plural, one {# day} other {# days}}'
    const values = { dueOn: '2026-06-02', daysLate: 1234 }
    expect((await fill(text, values)).text).to.equal('2 June 2026|02/06/26|1,234|1,234 days\n')
    expect((await fill(text, values, 'de')).text).to.equal('2. Juni 2026|2.6.26|1.234|1.234 days\n')
    expect((await fill('{daysLate, plural, one {# day} other {# days}}', { daysLate: 1 })).text).to.equal('1 day\n')
  })

  it('and lines that would have nothing but their labels are left out', async () => {
    const text = 'Title: {title}\nAuthor: {author}\n{author} {title}\n\n{note}\n\nBye'
    expect((await fill(text, { title: 'T' })).text).to.equal('Title: T\n T\n\nBye\n')
    expect((await fill(text, { title: 'T', author: 'A', note: 'one\n\ntwo' })).text).to.equal(
      'Title: T\nAuthor: A\nA T\n\none\n\ntwo\n\nBye\n',
    )
  })

  it('by the case that applies', async () => {
    const text =
      '{service, select, loan {until {neededBy}} copy {not} other {?}} {note, select, none {-} other {{note}}}'
    const kind = 'ill-request-to-lender'
    expect((await fill(text, { service: 'loan', neededBy: '2026-06-02' }, 'en', kind)).text).to.equal(
      'until 2 June 2026 -\n',
    )
    expect((await fill(text, { service: 'copy', note: 'sorry' }, 'en', kind)).text).to.equal('not sorry\n')
  })

  it('and values stay values, whatever is in them', async () => {
    const title = `{author} '{' <script>alert("1")</script> & # \uFDD1 \r\nBcc: x@y.example \u202e${'\0'}`
    const got = await fill('{title}\n{author}', { title, author: '{title}' })
    expect(got.subject).to.equal(`About {author} '{' <script>alert("1")</script> & # Bcc: x@y.example`)
    expect(got.text).to.equal(`{author} '{' <script>alert("1")</script> & # Bcc: x@y.example\n{title}\n`)
    expect(got.html).to.include('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; #').and.not.include('<script')
  })

  it('and no value adds a tag or a line to what it is put into', async () => {
    const pieces = [
      '<',
      '>',
      '"',
      "'",
      '&',
      '{',
      '}',
      '\n',
      '\r',
      '\u2028',
      'a',
      '<img src=x onerror=alert(1)>',
      '</p>',
      '#',
      ' ',
    ]
    const nasty = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 10 }).map((parts) => parts.join(''))
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (title, note) => {
        const { subject, html } = await renderTemplate(
          'overdue',
          'en',
          { subject: 'S {title}', text: 'x', html: '<p>{title}</p>\n<p>N {note}</p>' },
          { title, note },
        )
        expect(subject).to.match(/^S[^\r\n\u2028]*$/)
        const tags = html!.slice(html!.indexOf('<body>')).match(/<[^>]*>/g)!
        const allowed = ['<body>', '<p>', '</p>', '<br>', '</body>', '</html>']
        expect(tags.filter((tag) => !allowed.includes(tag))).to.deep.equal([])
      }),
    )
  })

  it('and a title that never ends is cut', async () => {
    expect((await fill('{title}', { title: 'x'.repeat(1_000_000) })).text.length).to.be.lessThan(600)
  })
})

describe('Templates of the house', () => {
  const data = useDatabase()
  const overdue = { kind: 'overdue', language: 'en' } as const
  const text = { subject: 'Late: {title}', text: 'Dear {patronName}' }

  it('stand in for ours, and every version stays', async () => {
    const { db } = data.database
    expect((await templateFor(db, 'overdue', 'en')).version).to.equal(0)
    expect(await data.database.tx((tx) => saveTemplate(tx, overdue, text, 0, actor))).to.equal(1)
    const second = { ...text, subject: 'Very late', html: '<p>{title}</p>' }
    await data.database.tx((tx) => saveTemplate(tx, overdue, second, 1, { name: 'Berta', via: 'web' }))
    expect(await templateFor(db, 'overdue', 'en')).to.include({ version: 2, ...second, changedByName: 'Berta' })
    expect(await readTemplate(db, 'overdue', 'en', 1)).to.include({ ...text, changedByName: 'Alma' })
    expect((await templateVersions(db, 'overdue', 'en')).map(({ version }) => version)).to.deep.equal([2, 1, 0])
    expect((await listTemplates(db)).map(({ kind, version }) => [kind, version])).to.deep.equal([['overdue', 2]])
    const trail = await db
      .selectFrom('audit')
      .select(['action', 'actor_name'])
      .where('action', '=', 'template.save')
      .execute()
    expect(trail).to.have.lengthOf(2)
  })

  it('are not saved over what somebody else saved meanwhile', async () => {
    expect(await code(data.database.tx((tx) => saveTemplate(tx, overdue, text, 1, actor)))).to.equal('version-conflict')
    const both = await Promise.all(
      [1, 2].map(() => code(data.database.tx((tx) => saveTemplate(tx, overdue, text, 2, actor)))),
    )
    expect(both.sort()).to.deep.equal(['none', 'version-conflict'])
  })

  it('are not saved with a mistake in them', async () => {
    const save = (one: object) => data.database.tx((tx) => saveTemplate(tx, overdue, { ...text, ...one }, 3, actor))
    expect(await code(save({ text: '{titel}' }))).to.equal('template-wrong')
    expect(await code(save({ html: '<script></script>' }))).to.equal('template-wrong')
  })

  it('are chosen by language, the nearest there is', async () => {
    const { db } = data.database
    await data.database.tx((tx) =>
      saveTemplate(tx, { kind: 'due-soon', language: 'de' }, { ...text, text: 'Hallo' }, 0, actor),
    )
    for (const [asked, got] of [
      ['de', 'de'],
      ['de-AT', 'de'],
      ['fr', 'en'],
      ['en', 'en'],
    ] as const)
      expect([asked, (await templateFor(db, 'due-soon', asked)).language]).to.deep.equal([asked, got])
  })
})

describe('Preset notes', () => {
  const data = useDatabase()

  it('are kept by kind of message, in an order, and checked as templates are', async () => {
    const { db, tx } = { db: data.database.db, tx: data.database.tx }
    const labels = async (options = {}) => (await presetsOf(db, 'recalled', options)).map(({ label }) => label)
    const add = (label: string, text = 'About {title}') =>
      tx((one) => addPreset(one, 'recalled', { label, text, active: true }, actor))
    const [a, b] = [await add('A'), await add('B')]
    expect(await labels()).to.deep.equal(['A', 'B'])
    await orderPresets(db, 'recalled', [b, a])
    expect(await labels()).to.deep.equal(['B', 'A'])
    await tx((one) => changePreset(one, b, { label: 'B2', text: 'x', active: false }, actor))
    expect(await labels()).to.deep.equal(['A'])
    expect(await labels({ all: true })).to.deep.equal(['B2', 'A'])
    expect(await code(add('C', '{foo}'))).to.equal('template-wrong')
    expect(await code(add('C', 'a note in a {note}'))).to.equal('template-wrong')
    await tx((one) => removePreset(one, a, actor))
    expect(await code(tx((one) => removePreset(one, a, actor)))).to.equal('not-found')
    expect(await labels()).to.deep.equal([])
  })

  it('come with Farshelf for the dialogs of requests', async () => {
    for (const kind of ['request-in-process', 'request-completed', 'unable-to-supply'] as const)
      expect((await presetsOf(data.database.db, kind)).length, kind).to.be.greaterThan(0)
  })
})
