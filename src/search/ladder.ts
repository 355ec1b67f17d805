import { inPlainLetters } from '../bib/index.ts'
import {
  type Attribute,
  attributesText,
  mapTerms,
  type Query,
  type RpnQuery,
  type TermNode,
  termsIn,
} from '../standards/query/index.ts'
import { recordSyntax } from '../standards/z3950/index.ts'
import { bib1CodeOf, type TargetDiagnostic } from '../zoom/index.ts'
import { eachYear } from './each-year.ts'
import { anywhere, orders, type Simplifying, useChanger, useOf } from './next-use.ts'
import { diagnosticWords } from './words.ts'

/** How a target is asked. */
export interface Form {
  readonly query: RpnQuery
  /** Record syntax (OID), or of SRU a schema, in place of the target's own. */
  readonly syntax?: string | undefined
  /** Somebody wrote its attributes: what they search in is not changed, for it is what they want to know. */
  readonly keepsFields?: boolean
  /** An index is listed: what stands in another, as anywhere, is not what was asked for. */
  readonly listsIndex?: boolean
}

/** What a target turned out to take in place of what it refused. */
export interface Lesson {
  readonly kind: 'attributes' | 'syntax'
  /** Attributes as administrators write them, an OID, or of SRU the name of a schema. */
  readonly asked: string
  readonly works: string
  /** What it said of what was asked, for staff. */
  readonly because: string
}

/** A simpler way to ask. */
export interface Rung {
  readonly form: Form
  /** What is learned if it works; nothing where it is about these very words. */
  readonly lessons: readonly Lesson[]
  /** What was done, where lessons do not say it. */
  readonly said?: 'fewer words' | 'one alternative' | 'again' | 'plain letters' | 'each year'
}

/** Extra searches that one search of ours makes at a target, at most. */
export const mostRetries = 2
/** How long a target that had a passing fault is left alone, milliseconds. */
export const breath = 1000
/** Words of a list that are left when a query is too complex. */
const mostWords = 3

/** The attribute type that each diagnostic is about. Z39.50-2003 appendix DIAG, Bib-1. */
const typeAtFault: Readonly<Record<number, number>> = { 117: 2, 118: 4, 119: 3, 120: 5, 122: 6 }
const useAtFault: ReadonlySet<number> = new Set([114, 115, 116])
/** What is wrong is a term itself: letters in it that the target does not know are the likeliest. */
const termAtFault: ReadonlySet<number> = new Set([125, 126, 127, 229])
const tooComplex: ReadonlySet<number> = new Set([3, 5, 6, 7, 8, 9, 11])
const syntaxAtFault: ReadonlySet<number> = new Set([106, 227, 238, 239])
/** Of SRU, whose schemas are element sets to Bib-1. info:srw/diagnostic/1. */
const schemaAtFault: ReadonlySet<number> = new Set([66, 67])
const ofSru = 'info:srw/diagnostic/1'

/** Syntaxes in which records can be read, the likeliest first. */
export const readSyntaxes = [recordSyntax.usmarc, recordSyntax.unimarc, recordSyntax.xml, recordSyntax.opac]
/** The same of SRU: schemas, by the names that many servers have for them and by the identifiers that all should know. */
export const readSchemas = ['marcxml', 'info:srw/schema/1/marcxml-v1.1', 'dc', 'info:srw/schema/1/dc-v1.1']

/**
 * The next simpler way to ask a target that refused, by what it said; undefined where nothing simpler would help.
 * @param syntaxes what records can be asked for in, and in which of it the target gave nothing, its own first
 */
export function nextRung(form: Form, diagnostics: readonly TargetDiagnostic[], syntaxes: Syntaxes): Rung | undefined {
  for (const diagnostic of diagnostics) {
    const rung = rungFor(form, diagnostic, syntaxes)
    if (rung) return rung
  }
  return undefined
}

/** Record syntaxes by their OIDs, or schemas of SRU. */
export interface Syntaxes {
  readonly known: readonly string[]
  readonly refused: readonly string[]
}

function rungFor(form: Form, diagnostic: TargetDiagnostic, { known, refused }: Syntaxes): Rung | undefined {
  const [code, addinfo] = [codeOf(diagnostic), diagnostic.addinfo ?? '']
  const because = diagnosticWords(diagnostic)
  if (code === 2) return { form, lessons: [], said: 'again' }
  if (diagnostic.set === ofSru ? schemaAtFault.has(diagnostic.code) : syntaxAtFault.has(code)) {
    const [own] = refused
    const syntax = known.find((one) => !refused.includes(one))
    if (own === undefined || syntax === undefined) return undefined
    return { form: { ...form, syntax }, lessons: [{ kind: 'syntax', asked: own, works: syntax, because }] }
  }
  if (termAtFault.has(code)) return inPlain(form)
  if (tooComplex.has(code)) return changed(form, mapTerms(form.query, fewerWords), 'fewer words')
  if (code === 110)
    return changed(form, { ...form.query, root: withoutAlternatives(form.query.root) }, 'one alternative')
  if (relationAtFault(code, addinfo)) {
    const years = changed(form, { ...form.query, root: eachYear(form.query.root) }, 'each year')
    if (years) return years
  }
  if (form.keepsFields && useAtFault.has(code)) return undefined
  const simpler = simplerFor(code, addinfo, form)
  if (!simpler) return undefined
  const query = mapTerms(form.query, (term) => withThese(term, simpler(term.attributes)))
  const lessons = lessonsOf(form.query, query, because)
  return lessons.length > 0 ? { form: { ...form, query }, lessons } : undefined
}

/** What is at fault, in Bib-1. A context set of CQL that a target does not know is that of an index. */
const codeOf = (diagnostic: TargetDiagnostic): number =>
  diagnostic.set === ofSru && diagnostic.code === 15 ? 114 : (bib1CodeOf(diagnostic) ?? 0)

/** Without masks of Z39.58, the beginning of a word stands for it. */
function withThese(node: TermNode, attributes: readonly Attribute[]): TermNode {
  const masks = (among: readonly Attribute[]) => among.some(({ type, value }) => type === 5 && value === 104)
  const { term } = node
  if (term.type !== 'general' || !masks(node.attributes) || masks(attributes)) return { ...node, attributes }
  return { ...node, attributes, term: { ...term, value: term.value.split(/[?#]/)[0]! } }
}

function simplerFor(code: number, addinfo: string, { query: { root }, listsIndex }: Form): Simplifying | undefined {
  if (useAtFault.has(code)) return useChanger(addinfo, root, listsIndex ? undefined : anywhere)
  if (code === 121) return (attributes) => attributes.map(({ type, value }) => ({ type, value }))
  if (code === 123) return useOnly
  const type = code === 113 ? Number(/\b[1-6]\b/.exec(addinfo)?.[0] ?? 0) : typeAtFault[code]
  if (type === undefined) return undefined
  // Masks in a word are more than many know: to cut it short may do.
  if (type === 5 && hasMasks(root)) return (attributes) => attributes.map((one) => (one.type === 5 ? cutShort : one))
  const has = termsIn(root).some(({ attributes }) => attributes.some((one) => one.type === type))
  // It names a type that we did not send, or none: what is left but Use goes.
  return has && type !== 1 ? (attributes) => attributes.filter((one) => one.type !== type || orders(one)) : useOnly
}

const cutShort: Attribute = { type: 5, value: 1 }
const hasMasks = (root: Query): boolean =>
  termsIn(root).some(({ attributes }) => attributes.some(({ type, value }) => type === 5 && value === 104))

const useOnly: Simplifying = (attributes) => attributes.filter((one) => one.type === 1 || orders(one))

function fewerWords(node: TermNode): TermNode {
  const { term } = node
  if (term.type !== 'general') return node
  return { ...node, term: { ...term, value: term.value.split(/\s+/).slice(0, mostWords).join(' ') } }
}

/** The same words in plain Latin letters; undefined where they are written so. */
export const inPlain = (form: Form): Rung | undefined =>
  changed(
    form,
    mapTerms(form.query, (node) =>
      node.term.type === 'general' ? { ...node, term: { ...node.term, value: inPlainLetters(node.term.value) } } : node,
    ),
    'plain letters',
  )

/** Of alternatives the first: an ISBN in one of its lengths. Years stay: the first is not the span. */
function withoutAlternatives(query: Query): Query {
  if (query.op === 'term' || query.op === 'set') return query
  if (query.op === 'or' && termsIn(query).every(({ attributes }) => isDate(useOf(attributes)))) return query
  if (query.op === 'or') return withoutAlternatives(query.left)
  return { ...query, left: withoutAlternatives(query.left), right: withoutAlternatives(query.right) }
}

const isDate = (use: number | string | undefined): boolean => use === 30 || use === 31

/** Whether it may be relations that a target does not know. */
const relationAtFault = (code: number, addinfo: string): boolean =>
  code === 117 || code === 123 || (code === 113 && (/\b[1-6]\b/.exec(addinfo)?.[0] ?? '2') === '2')

const changed = (form: Form, query: RpnQuery, said: Rung['said'] & string): Rung | undefined =>
  JSON.stringify(query) === JSON.stringify(form.query) ? undefined : { form: { ...form, query }, lessons: [], said }

/** What became of each kind of term. */
function lessonsOf(before: RpnQuery, after: RpnQuery, because: string): Lesson[] {
  const now = termsIn(after.root)
  const pairs = termsIn(before.root).map(({ attributes }, i): [string, string] => [
    attributesText(attributes),
    attributesText(now[i]!.attributes),
  ])
  return [...new Map(pairs)]
    .filter(([asked, works]) => asked !== works)
    .map(([asked, works]) => ({ kind: 'attributes', asked, works, because }))
}

/** A form as a target is asked that lessons are known of. */
export function taught(form: Form, lessons: readonly Lesson[], ownSyntax: string | undefined): Form {
  const known = new Map(lessons.filter(({ kind }) => kind === 'attributes').map(({ asked, works }) => [asked, works]))
  const syntax = lessons.find(({ kind, asked }) => kind === 'syntax' && asked === ownSyntax)?.works
  const query =
    known.size === 0
      ? form.query
      : mapTerms(form.query, (term) => {
          const works = known.get(attributesText(term.attributes))
          if (works === undefined) return term
          const attributes = attributesIn(works)
          // What was learned for an equality, or before this was looked at, makes none of what comes after or before.
          if (term.attributes.some(orders) && !attributes.some(orders)) return term
          const [use, now] = [useOf(term.attributes), useOf(attributes)]
          const kept = form.keepsFields || (form.listsIndex && now === useOf(anywhere))
          return kept && use !== now ? term : withThese(term, attributes)
        })
  return { ...form, query, ...(syntax !== undefined && { syntax }) }
}

/** Lessons in one step each: from what is asked first to what works in the end. */
export function joined(lessons: readonly Lesson[]): readonly Lesson[] {
  const whole: Lesson[] = []
  for (const lesson of lessons) {
    const at = whole.findIndex(
      ({ kind, works, asked }) => kind === lesson.kind && (works === lesson.asked || asked === lesson.asked),
    )
    if (at < 0) whole.push(lesson)
    else whole[at] = { ...whole[at]!, works: lesson.works }
  }
  return whole
}

/** Reads what `attributesText` writes. */
function attributesIn(text: string): Attribute[] {
  return [...text.matchAll(/(?:(\d+(?:\.\d+)+) )?(\d+)=(\S+)/g)].map(([, set, type, value]) => ({
    ...(set !== undefined && { set }),
    type: Number(type),
    value: /^\d+$/.test(value!) ? Number(value) : value!,
  }))
}
