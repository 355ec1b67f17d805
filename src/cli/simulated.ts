import { type Definition, eventLabel, type Simulated, stateLabel } from '../workflow/index.ts'

/** A simulation in words, a paragraph for each step. */
export function simulated(definition: Definition, steps: readonly Simulated[]): string {
  return steps.map((step, index) => `${paragraph(definition, step, index + 1).join('\n')}\n`).join('')
}

function paragraph(definition: Definition, step: Simulated, n: number): string[] {
  const { event, by, from, guards, standing, lastEvent, timers } = step
  const heading = `${n}. ${event} "${eventLabel(definition, event)}" by ${by}, ${step.at.toISOString()}`
  const refusal = refusalOf(definition, step)
  if (refusal !== undefined) return [heading, line('refused', refusal), ...told('guards', guardWords(guards))]
  const { patch, effects } = step.decision as { patch: object; effects: readonly string[] }
  const to = stateLabel(definition, { ...standing, lastEvent })
  return [
    heading,
    line('state', from === standing.state ? `stays ${from} "${to}"` : `${from} → ${standing.state} "${to}"`),
    ...told(
      'sets',
      Object.entries(patch).map(([field, value]) => `${field} = ${JSON.stringify(value)}`),
    ),
    ...told(
      'effects',
      effects.map((effect) => `${effect}: ${effectWords(definition, effect)}`),
    ),
    ...told(
      'timers',
      timers.map(({ field, event, at }) => `${event} at ${at.toISOString()} (${field})`),
    ),
    ...told('guards', guardWords(guards)),
  ]
}

function refusalOf(definition: Definition, { event, from, by, formFault, decision }: Simulated): string | undefined {
  if (formFault !== undefined) return `its form: ${formFault}`
  if (!(event in definition.events)) return `${definition.name} has no event ${event}`
  if (decision?.kind === 'illegal') return `illegal in the state ${from}`
  if (decision?.kind === 'forbidden') return `not for ${by}`
  return decision?.kind === 'refused' ? decision.reasons.join('; ') : undefined
}

const effectWords = ({ effects }: Definition, effect: string) => {
  const { label, runs, irreversible } = effects[effect]!
  return `${label}, ${runs === 'within' ? 'at once' : 'by a job'}${irreversible ? ', cannot be taken back' : ''}`
}

const guardWords = (guards: Simulated['guards']) =>
  Object.entries(guards).map(([name, holds]) => `${name} ${holds ? 'holds' : 'does not hold'}`)

const line = (what: string, text: string) => `   ${what.padEnd(8)} ${text}`
const told = (what: string, lines: readonly string[]) => lines.map((text, index) => line(index === 0 ? what : '', text))
