import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../../../fixtures/z3950/', import.meta.url)

export interface Sample {
  readonly name: string
  readonly bytes: Buffer
  /** What its comment says a dump shows. */
  readonly dump: string
  readonly indefinite: boolean
}

/** Every PDU of fixtures/z3950. */
export const samples: readonly Sample[] = readdirSync(folder)
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
