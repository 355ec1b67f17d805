import { expect } from 'chai'
import { type Definition, defineWorkflow, faults } from '../../src/workflow/index.ts'
import { errand } from './errand.ts'

/** The machine with parts replaced: as somebody might write it whose names the compiler did not see. */
const changed = (parts: object): Definition => ({ ...errand, ...parts }) as unknown as Definition

describe('A machine as data', () => {
  it('is sound when every state is reached and left, and no two rules match', () => {
    expect(faults(errand as unknown as Definition)).to.deep.equal([])
  })

  it('does not compile with a wrong state, event, guard, effect, field or length', () => {
    const wrong = () =>
      defineWorkflow({
        ...errand,
        states: { idle: { label: 'Idle' }, done: { label: 'Done', final: true } },
        // @ts-expect-error no such state
        initial: 'nowhere',
        rules: {
          idle: {
            // @ts-expect-error no such state
            ask: { to: 'nowhere' },
            // @ts-expect-error no such guard
            drop: { when: ['rich'] },
            // @ts-expect-error no such effect
            done: { do: ['sing'] },
            // @ts-expect-error no such field
            pay: { set: { colour: 'red' } },
            // @ts-expect-error no such length
            urge: { set: { urgesAt: { after: 'eternity' } } },
          },
        },
      })
    const states = { idle: { label: 'Idle' }, done: { label: 'Done', final: true } } as const
    // The compiler tells superfluous names only where nothing else is wrong.
    // @ts-expect-error no such state
    const ofNoState = () => defineWorkflow({ ...errand, states, initial: 'idle', rules: { nowhere: {} } })
    // @ts-expect-error no such event
    const ofNoEvent = () => defineWorkflow({ ...errand, states, initial: 'idle', rules: { idle: { fly: {} } } })
    expect([wrong, ofNoState, ofNoEvent]).to.have.length(3)
  })

  const { rules } = errand
  for (const [what, parts, sentence] of [
    [
      'a state nothing leads to',
      { states: { ...errand.states, lost: { label: 'Lost', final: true } } },
      'lost cannot be reached',
    ],
    ['a state nothing leads out of', { rules: { ...rules, asked: { note: {} } } }, 'asked has no way to a final state'],
    [
      'two rules for one event',
      { rules: { ...rules, idle: { ...rules.idle, drop: [{ to: 'dropped' }, { when: ['allowed'], to: 'asked' }] } } },
      'idle, drop: two rules can match at once',
    ],
    [
      'a timer whose event is illegal',
      { rules: { ...rules, asked: { done: { to: 'done' } } } },
      "asked: its timer's event urge is illegal here",
    ],
    [
      'a timer that would fire for ever',
      { rules: { ...rules, asked: { ...rules.asked, urge: {} } } },
      "asked, urge: the timer's event neither leaves the state nor sets urgesAt",
    ],
    [
      'a field that no form has',
      { rules: { ...rules, asked: { ...rules.asked, drop: { to: 'dropped', set: { price: { form: 'price' } } } } } },
      'asked, drop: the form has no field price',
    ],
    [
      'a day that no form has',
      {
        rules: {
          ...rules,
          asked: { ...rules.asked, drop: { to: 'dropped', set: { urgesAt: { after: 'patience', from: 'some' } } } },
        },
      },
      'asked, drop: the form has no field some',
    ],
    [
      'an effect of no use',
      { effects: { ...errand.effects, sing: { runs: 'after', label: 'Singing' } } },
      'the effect sing is of no use in any state',
    ],
    [
      'a guard that may stop somebody without a word',
      { guards: { ...errand.guards, cheap: { otherwise: 'it costs too much' } } },
      'idle, ask: cheap has no words for why not while it holds',
    ],
  ] as const)
    it(`is refused with ${what}`, () => {
      expect(faults(changed(parts))).to.include(sentence)
    })
})
