import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { illDefinitions } from '../../src/ill/index.ts'
import { parseConfig } from '../../src/kit/index.ts'
import { Problem } from '../../src/problems.ts'
import {
  createPolicy,
  type Definition,
  eventLabel,
  type Policy,
  policyFile,
  stateLabel,
  type Who,
} from '../../src/workflow/index.ts'
import { errand } from './errand.ts'

const definition = errand as unknown as Definition
const read = (text: string) => parseConfig(text, 'workflow.yaml', policyFile([definition]))
const policyOf = (text: string): Policy => createPolicy(read(text))
const ann: Who = { kind: 'staff', id: '1', name: 'Ann', login: 'Ann', branch: 'main' }
const bob: Who = { kind: 'staff', id: '2', name: 'Bob', login: 'bob', branch: 'west' }

describe('Local policy of workflows', () => {
  it('is, in the sample, what holds without a file', () => {
    const sample = readFileSync(new URL('../../config/workflow.sample.yaml', import.meta.url), 'utf8')
    expect(parseConfig(sample, 'workflow.yaml', policyFile([]))).to.deep.equal(read('{}'))
  })

  it('has examples in the sample that fit', () => {
    const sample = readFileSync(new URL('../../config/workflow.sample.yaml', import.meta.url), 'utf8')
    const examples = sample.replace(/^(\w+): (?:\{\}|\[\])$/gm, '$1:').replace(/^# {2}/gm, '  ')
    const { groups, machines, alerts, local } = parseConfig(examples, 'workflow.yaml', policyFile(illDefinitions))
    expect(Object.keys(groups)).to.have.length(2)
    expect(machines['borrowing']!.menu).to.have.length(4)
    expect(alerts).to.deep.equal({ telephone: { says: 'Please telephone the lender.', mail: true } })
    expect(local).to.have.length(1)
  })

  const machine = 'machines:\n  errand:\n'
  const local =
    'groups: { desk: [ann] }\nalerts: { a: { says: Look } }\nlocal:\n  - { code: c, label: C, machines: [errand], groups: [desk], alert: a, recipients: [doer]'
  for (const [what, text, said] of [
    ['a machine nobody knows', 'machines:\n  erand: {}', 'line 2: machines.erand: is no machine; there are errand'],
    [
      'a state nobody knows',
      `${machine}    states: { lost: Lost }`,
      'line 3: machines.errand.states.lost: is no state',
    ],
    [
      'an action nobody knows',
      `${machine}    menu:\n    - hide: [ask]\n    - hide: [ask, fly]`,
      'line 5: machines.errand.menu[1].hide[1]: is no action',
    ],
    [
      'a group nobody knows',
      `${machine}    menu:\n    - { hide: [ask], for: [desk] }`,
      'line 4: machines.errand.menu[0].for[0]: is no group: there are none',
    ],
    [
      'an entry that says two things',
      `${machine}    menu:\n    - { hide: [ask], first: [drop] }`,
      'must say one thing',
    ],
    [
      'a length nobody knows',
      `${machine}    lengths: { haste: { days: 1 } }`,
      'machines.errand.lengths.haste: is no length; there are patience',
    ],
    [
      'a timer that never rests',
      `${machine}    lengths: { patience: { days: 0 } }`,
      'line 3: machines.errand.lengths.patience.days',
    ],
    [
      'a note for a field there is not',
      `${machine}    notes: { note: { txt: a } }`,
      'machines.errand.notes.note.txt: is no field of its form; there are text',
    ],
    [
      'a note for what asks nothing',
      `${machine}    notes: { drop: { text: a } }`,
      'is no action that asks for something',
    ],
    [
      'something automatic that is illegal',
      `${machine}    automatic:\n    - { state: idle, event: done }`,
      'line 4: machines.errand.automatic[0].event: is illegal in the state idle',
    ],
    [
      'something automatic that says too little',
      `${machine}    automatic:\n    - { state: asked, event: done }`,
      'machines.errand.automatic[0].form.receipt',
    ],
    [
      'something automatic nobody in the house may do',
      `${machine}    automatic:\n    - { state: asked, event: nothing }`,
      'is no event',
    ],
    [
      'two actions of one code',
      `${local} }\n  - { code: c, label: D, machines: [errand], groups: [desk], alert: a, recipients: [doer] }`,
      'local[1].code: is the code of another',
    ],
    ['an action that is granted to nobody', local.replace('groups: [desk]', 'groups: []'), 'local[0].groups'],
    ['an action that would change a status', `${local}, to: done }`, 'local[0].to: is not a known setting'],
    ['an action that would have an effect', `${local}, do: [tell] }`, 'local[0].do: is not a known setting'],
    [
      'an action that tells a partner',
      local.replace('doer', 'partner'),
      'must be patron, doer, group:NAME or user:LOGIN',
    ],
    ['an action that tells an address', local.replace('doer', '"ill@lender.example"'), 'nobody else is told'],
    [
      'an action whose alert says nothing',
      local.replace('alert: a', 'alert: b'),
      'local[0].alert: is no alert; there are a',
    ],
    [
      'an action that tells a group there is not',
      local.replace('doer', '"group:night"'),
      'local[0].recipients[0]: is no group',
    ],
  ] as const)
    it(`refuses ${what}, saying where`, () => {
      const whole = text.startsWith(local.slice(0, 6)) && !text.endsWith('}') ? `${text} }` : text
      expect(() => read(whole)).to.throw(Problem, said)
    })

  it('refuses automatic actions that go round in a circle', () => {
    const { rules } = errand
    const circle = {
      ...errand,
      rules: { ...rules, asked: { ...rules.asked, drop: { to: 'idle' } } },
    } as unknown as Definition
    const text = `${machine}    automatic:\n    - { state: idle, event: ask }\n    - { state: asked, event: drop }`
    expect(() => parseConfig(text, 'workflow.yaml', policyFile([circle]))).to.throw(Problem, 'goes round in a circle')
    expect(read(text).machines['errand']!.automatic).to.have.length(2)
  })

  it('speaks in either label set, or in words of its own', () => {
    const second = {
      ...errand,
      states: { ...errand.states, asked: { ...errand.states.asked, second: 'Inquired', patron: 'We asked' } },
      events: { ...errand.events, ask: { ...errand.events.ask, second: 'Inquire' } },
    } as unknown as Definition
    const labels = (text: string) => {
      const local = createPolicy(parseConfig(text, 'workflow.yaml', policyFile([second]))).localise(second)
      return [
        stateLabel(local, { state: 'asked' }),
        stateLabel(local, { state: 'asked' }, 'patron'),
        eventLabel(local, 'ask'),
      ]
    }
    expect(labels('labels: first')).to.deep.equal(['Asked', 'We asked', 'Ask'])
    expect(labels('labels: second')).to.deep.equal(['Inquired', 'We asked', 'Inquire'])
    const own = `labels: second\n${machine}    states: { asked: { patron: Wait } }\n    menu: [{ relabel: { ask: Go } }]`
    expect(labels(own)).to.deep.equal(['Inquired', 'Wait', 'Go'])
  })

  it('names a state by the last event where that says more', () => {
    expect(stateLabel(definition, { state: 'done', lastEvent: 'pay' })).to.equal('Paid')
    expect(stateLabel(definition, { state: 'done', lastEvent: 'done' })).to.equal('Done')
    expect(stateLabel(definition, { state: 'done' }, 'patron')).to.equal(undefined)
  })

  it('hides from everybody or from groups, in all states or some, and never from other libraries or timers', () => {
    const policy = policyOf(
      `groups: { desk: [ANN] }\n${machine}    menu:\n    - { hide: [drop], for: [desk] }\n    - { hide: [note], in: [done] }`,
    )
    const offers = (state: string, who: Who) =>
      ['ask', 'drop', 'note'].filter((event) => policy.menu('errand', state, who).offers(event))
    expect(offers('idle', ann)).to.deep.equal(['ask', 'note'])
    expect(offers('idle', bob)).to.deep.equal(['ask', 'drop', 'note'])
    expect(offers('done', bob)).to.deep.equal(['ask', 'drop'])
    expect(offers('idle', { kind: 'patron', name: 'Reader', login: 'ann' })).to.deep.equal(['ask', 'drop', 'note'])
    for (const kind of ['partner', 'clock', 'system'] as const)
      expect(offers('done', { kind, name: 'x' })).to.deep.equal(['ask', 'drop', 'note'])
  })

  it('hides what is no event from everybody, and not from some', () => {
    const withActs = { ...definition, acts: { again: 'Say again' } }
    const parse = (menu: string) =>
      policyFile([withActs]).safeParse({
        machines: { errand: { menu: [JSON.parse(menu)] } },
        groups: { desk: ['ann'] },
      })
    expect(parse('{ "hide": ["again"], "in": ["idle"] }').success).to.equal(true)
    expect(parse('{ "hide": ["again"], "for": ["desk"] }').success).to.equal(false)
    expect(parse('{ "first": ["again"] }').success).to.equal(false)
  })

  it('has a profile that hides what North America does not use', () => {
    const hidden = ['costAdjustment', 'resendLastMessage', 'locations', 'changeService', 'unship']
    const policy = policyOf('profiles: [north-america]')
    for (const event of hidden) {
      expect(policyOf('{}').menu('errand', 'idle', ann).offers(event), event).to.equal(true)
      expect(policy.menu('errand', 'idle', ann).offers(event), event).to.equal(false)
    }
    expect(policy.menu('errand', 'idle', ann).offers('ask')).to.equal(true)
    expect(() => policyOf('profiles: [atlantis]')).to.throw(Problem, 'line 1: profiles[0]')
  })

  it('grants local actions to groups, and to whom their scope is', () => {
    const offered = (scope: string, who: Who) =>
      policyOf(`${local}, scope: ${scope} }`.replace('[ann]', '[ann, bob]'))
        .menu('errand', 'idle', who)
        .offers('local:c')
    const carl: Who = { ...ann, login: 'carl' }
    expect([ann, bob, carl].map((who) => offered('system', who))).to.deep.equal([true, true, false])
    expect([ann, bob, carl].map((who) => offered('{ branch: west }', who))).to.deep.equal([false, true, false])
    expect([ann, bob, carl].map((who) => offered('{ user: ann }', who))).to.deep.equal([true, false, false])
    expect(offered('system', { kind: 'staff', name: 'nobody known' })).to.equal(false)
  })

  it('tells each recipient once', () => {
    const policy = policyOf(`${local.replace('[doer]', '[doer, patron, "group:desk", "user:cleo"]')} }`)
    const action = policy.localAction('local:c')!
    expect(policy.recipients(action, { ...ann, login: 'ann' })).to.deep.equal({ patron: true, logins: ['ann', 'cleo'] })
  })
})
