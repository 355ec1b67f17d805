/** A row that a statement of SQL puts into a table; null is NULL. */
export interface InsertedRow {
  readonly line: number
  /** By column, in lower case; or why it is not known what is in which. */
  readonly values: ReadonlyMap<string, string | null> | string
}

export interface Inserted {
  readonly rows: readonly InsertedRow[]
  /** Statements about the table that are not carried out. */
  readonly others: readonly { readonly line: number; readonly verb: string }[]
}

interface Token {
  readonly kind: 'word' | 'name' | 'text' | 'sign'
  readonly value: string
  readonly line: number
}

/**
 * Reads the rows that INSERT and REPLACE put into a table, as MySQL and MariaDB write them: several rows to a statement,
 * escapes, NULL, with a list of columns or without; then in the order of CREATE TABLE, or else of `usual`, by how many
 * there are.
 */
export function insertedRows(sql: string, table: string, usual: readonly (readonly string[])[]): Inserted {
  const rows: InsertedRow[] = []
  const others: { readonly line: number; readonly verb: string }[] = []
  let created: readonly string[] | undefined
  for (const statement of statements(sql)) {
    const [first] = statement
    const verb = first?.kind === 'word' ? first.value.toUpperCase() : ''
    const at = statement.findIndex(({ kind, value }) => kind !== 'text' && value.toLowerCase() === table)
    // A name far behind the verb is a column, or a word of a condition.
    if (at < 0 || at > 6) continue
    if (verb === 'CREATE') created = columnsOf(statement.slice(at + 1))
    else if (verb === 'INSERT' || verb === 'REPLACE')
      rows.push(...rowsOf(statement.slice(at + 1), created, usual, first!.line))
    else if (verb === 'UPDATE') others.push({ line: first!.line, verb })
  }
  return { rows, others }
}

const isSign = (token: Token | undefined, value: string) => token?.kind === 'sign' && token.value === value
const isWord = (token: Token | undefined, pattern: RegExp) => token?.kind === 'word' && pattern.test(token.value)

/** What stands between a bracket and its end, parted by commas; and where the end is. */
function listAt(
  tokens: readonly Token[],
  open: number,
): { readonly parts: readonly (readonly Token[])[]; readonly end: number } {
  const parts: Token[][] = [[]]
  let depth = 0
  for (let at = open; at < tokens.length; at++) {
    const token = tokens[at]!
    if (isSign(token, '(')) depth++
    if (isSign(token, ')')) depth--
    if (depth === 0) return { parts, end: at }
    if (depth === 1 && isSign(token, ',')) parts.push([])
    else if (at > open) parts.at(-1)!.push(token)
  }
  return { parts, end: tokens.length }
}

/** The columns of CREATE TABLE. */
function columnsOf(tokens: readonly Token[]): readonly string[] {
  const open = tokens.findIndex((token) => isSign(token, '('))
  if (open < 0) return []
  return listAt(tokens, open).parts.flatMap(([name]) =>
    name && !isWord(name, /^(?:PRIMARY|UNIQUE|KEY|INDEX|CONSTRAINT|FULLTEXT|FOREIGN|CHECK)$/i)
      ? [name.value.toLowerCase()]
      : [],
  )
}

function rowsOf(
  tokens: readonly Token[],
  created: readonly string[] | undefined,
  usual: readonly (readonly string[])[],
  line: number,
): readonly InsertedRow[] {
  let at = 0
  let named: readonly string[] | undefined
  if (isSign(tokens[0], '(')) {
    const { parts, end } = listAt(tokens, 0)
    named = parts.map(([name]) => name?.value.toLowerCase() ?? '')
    at = end + 1
  }
  if (!isWord(tokens[at], /^VALUES?$/i)) return [{ line, values: 'only INSERT … VALUES is understood' }]
  const rows: InsertedRow[] = []
  for (at++; isSign(tokens[at], '('); at++) {
    const { parts, end } = listAt(tokens, at)
    const columns = named ?? created ?? usual.find(({ length }) => length === parts.length)
    rows.push({ line: tokens[at]!.line, values: valuesOf(parts, columns) })
    at = end + 1
    if (!isSign(tokens[at], ',')) break
  }
  return rows
}

function valuesOf(parts: readonly (readonly Token[])[], columns: readonly string[] | undefined): InsertedRow['values'] {
  if (!columns) return `it has ${parts.length} values, and no list of columns says which they are`
  if (columns.length !== parts.length) return `it has ${parts.length} values for ${columns.length} columns`
  const values = new Map<string, string | null>()
  for (const [i, part] of parts.entries()) {
    const value = literal(part)
    if (value === undefined) return `what it has for ${columns[i]} is no plain value`
    values.set(columns[i]!, value)
  }
  return values
}

/** A literal: undefined for anything that has to be calculated. */
function literal(part: readonly Token[]): string | null | undefined {
  // A character set before a text, as in _utf8'…', and a sign before a number.
  const [last, ...before] = part.toReversed()
  if (!last || before.length > 1) return undefined
  const [sign] = before
  if (last.kind === 'text') return sign === undefined || isWord(sign, /^_\w+$/) ? last.value : undefined
  if (last.kind !== 'word') return undefined
  if (/^\d+(?:\.\d+)?$/.test(last.value))
    return sign === undefined ? last.value : isSign(sign, '-') ? `-${last.value}` : undefined
  if (sign !== undefined) return undefined
  if (/^(?:NULL|DEFAULT)$/i.test(last.value)) return null
  if (/^(?:TRUE|FALSE)$/i.test(last.value)) return /^t/i.test(last.value) ? '1' : '0'
  return undefined
}

function* statements(sql: string): Generator<readonly Token[]> {
  let statement: Token[] = []
  for (const token of tokens(sql)) {
    if (!isSign(token, ';')) statement.push(token)
    else {
      yield statement
      statement = []
    }
  }
  if (statement.length > 0) yield statement
}

/**
 * Blanks and comments; texts; names; words and numbers; signs. What is not closed goes to the end, so that nothing is
 * looked for twice.
 */
const lexeme =
  /(\s+|--(?=\s)[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|'((?:[^'\\]|\\[\s\S]?|'')*)(?:'|$)|"((?:[^"\\]|\\[\s\S]?|"")*)(?:"|$)|`((?:[^`]|``)*)(?:`|$)|([\w$\u0080-\uffff]+(?:\.\d+)?)|([\s\S])/y

function* tokens(sql: string): Generator<Token> {
  let line = 1
  lexeme.lastIndex = 0
  for (let at = 0; at < sql.length; at = lexeme.lastIndex) {
    lexeme.lastIndex = at
    const [all, blank, single, double, name, word, sign] = lexeme.exec(sql)!
    if (single !== undefined) yield { kind: 'text', value: unescaped(single, "'"), line }
    else if (double !== undefined) yield { kind: 'text', value: unescaped(double, '"'), line }
    else if (name !== undefined) yield { kind: 'name', value: name.replaceAll('``', '`'), line }
    else if (word !== undefined) yield { kind: 'word', value: word, line }
    else if (blank === undefined) yield { kind: 'sign', value: sign!, line }
    line += all.split('\n').length - 1
  }
}

const escapes: Readonly<Record<string, string>> = {
  ...{ '0': '\0', b: '\b', n: '\n', r: '\r', t: '\t', Z: '\u001a' },
  // Kept as they are, for patterns.
  ...{ '%': '\\%', _: '\\_' },
}

const unescaped = (text: string, quote: string): string =>
  text.replace(/\\([\s\S])|(["'])\2/g, (pair, escaped?: string, doubled?: string) => {
    if (escaped !== undefined) return escapes[escaped] ?? escaped
    return doubled === quote ? quote : pair
  })
