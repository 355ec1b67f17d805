import { readdirSync, readFileSync } from 'node:fs'

export interface Sample {
  readonly name: string
  readonly bytes: Buffer
  /** What its comment says a dump shows. */
  readonly dump: string
  readonly indefinite: boolean
}

/** Every PDU of a folder of fixtures, such as `z3950`. */
export function samplesIn(name: string): readonly Sample[] {
  const folder = new URL(`../../../fixtures/${name}/`, import.meta.url)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.hex'))
    .map((file) => {
      const lines = readFileSync(new URL(file, folder), 'utf8').split('\n')
      const comment = lines.filter((line) => line.startsWith('#'))
      return {
        name: file.replace('.hex', ''),
        bytes: Buffer.from(
          lines
            .filter((line) => !line.startsWith('#'))
            .join('')
            .replaceAll(' ', ''),
          'hex',
        ),
        dump: comment
          .slice(comment.indexOf('#') + 1)
          .map((line) => line.replace(/^# {3}/, ''))
          .join('\n'),
        indefinite: comment.some((line) => line.includes('Indefinite length')),
      }
    })
}
