import { Problem } from '../../problems.ts'
import { readXml, type XmlElement, type XmlLimits } from '../../standards/xml/index.ts'
import { longestList, mostListed } from './limits.ts'

/** What holds for one target, by the names of its settings. */
export interface TargetSettings {
  readonly target: string
  /** Where it is first spoken of. */
  readonly line: number
  readonly values: ReadonlyMap<string, string>
}

interface Setting {
  readonly target: string
  readonly name: string
  readonly value: string
  readonly line: number
  readonly precedence: number
}

export interface SettingsRead {
  readonly targets: readonly TargetSettings[]
  readonly remarks: readonly { readonly line: number; readonly text: string }[]
}

const limits: XmlLimits = {
  ...{ bytes: longestList, depth: 20, elements: 20_000, attributes: 20, name: 200, text: longestList },
}

/** For all targets, for all databases of a server, for one. */
const breadthOf = (target: string): number => (target.startsWith('*') ? 2 : target.endsWith('*') ? 1 : 0)

const matches = (target: string, one: string): boolean =>
  breadthOf(target) === 2 || target === one || (breadthOf(target) === 1 && one.startsWith(target.slice(0, -1)))

/**
 * Reads settings of pazpar2, one element `settings` or several in another: what it says for each target that is named,
 * with what holds for all. Where several settings of a name match a target, that of the highest precedence counts, then
 * the one that names the target itself, then that for all databases of its server; of equals the last.
 * @throws Problem target-list-unreadable
 */
export function readSettings(bytes: Uint8Array): SettingsRead {
  const read = readXml(bytes, limits)
  if (!read.ok) throw new Problem('target-list-unreadable', { detail: `It is no XML that can be read: ${read.detail}` })
  const remarks: { readonly line: number; readonly text: string }[] = []
  const settings = [...settingsOf(read.root, remarks)]
  const named = new Map<string, number>()
  for (const { target, line } of settings) if (breadthOf(target) === 0 && !named.has(target)) named.set(target, line)
  if (named.size > mostListed)
    throw new Problem('target-list-unreadable', { detail: `It has more than ${mostListed} targets: part it` })
  // Those with wildcards are few, those of one target are found by it.
  const wide = settings.filter(({ target }) => breadthOf(target) > 0)
  const own = new Map<string, Setting[]>([...named.keys()].map((target) => [target, []]))
  for (const setting of settings) own.get(setting.target)?.push(setting)
  const targets = [...named].map(([target, line]) => {
    const matching = [...wide.filter((setting) => matches(setting.target, target)), ...own.get(target)!]
    return { target, line, values: strongest(matching) }
  })
  return { targets, remarks }
}

/** What holds of several settings. */
function strongest(settings: readonly Setting[]): ReadonlyMap<string, string> {
  const held = new Map<string, Setting>()
  for (const setting of settings) {
    const other = held.get(setting.name)
    const yields =
      !other ||
      setting.precedence > other.precedence ||
      (setting.precedence === other.precedence && breadthOf(setting.target) <= breadthOf(other.target))
    if (yields) held.set(setting.name, setting)
  }
  return new Map([...held].map(([name, { value }]) => [name, value]))
}

function* settingsOf(
  element: XmlElement,
  remarks: { readonly line: number; readonly text: string }[],
): Generator<Setting> {
  if (element.name !== 'settings') {
    for (const child of element.children) if (child.name !== 'set') yield* settingsOf(child, remarks)
    return
  }
  for (const child of element.children) {
    const { line } = child
    const of = (attribute: string) => child.attributes.get(attribute) ?? element.attributes.get(attribute)
    if (child.name === 'settings') yield* settingsOf(child, remarks)
    else if (child.name !== 'set')
      remarks.push({ line, text: `the element ${child.name} is not known: it is left out` })
    else if (of('user'))
      remarks.push({ line, text: `${of('name')} holds for the user ${of('user')} alone: it is left out` })
    else {
      const [target, name, value] = [of('target')?.trim(), of('name')?.trim(), of('value')]
      if (target && name && value !== undefined)
        yield { target, name, value, line, precedence: Number.parseInt(of('precedence') ?? '0', 10) || 0 }
      else remarks.push({ line, text: 'a setting needs a target, a name and a value: it is left out' })
    }
  }
}
