/** What Farshelf uses of marcjs 3.0.2, which ships no types. */
declare module 'marcjs' {
  /** A control field is `[tag, value]`; a data field is `[tag, indicators, code, value, code, value, …]`. */
  export type Field = [tag: string, valueOrIndicators: string, ...subfields: string[]]

  export class Record {
    /** 24 characters. */
    leader: string
    fields: Field[]
    clone(): Record
    append(...fields: Field[]): this
    get(
      tag: RegExp | string,
    ): (
      | { tag: string; value: string }
      | { tag: string; ind1: string; ind2: string; subf: [code: string, value: string][] }
    )[]
    delete(tag: RegExp | string): this
    mij(): { leader: string; fields: object[] }
  }

  export const Marc: {
    parse(raw: string | Uint8Array, type: 'iso2709' | 'marcxml' | 'mij'): Record
    format(record: Record, type: 'iso2709' | 'marcxml' | 'mij' | 'text' | 'json'): string
    createStream(type: string, what: 'Parser' | 'Formater'): NodeJS.ReadWriteStream
  }
}

declare module 'marcjs/lib/Record.js' {
  // biome-ignore lint/style/noDefaultExport: marcjs exports it so
  export { Record as default } from 'marcjs'
}
