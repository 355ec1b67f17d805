import { readdirSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'

const root = fileURLToPath(new URL('../src/', import.meta.url))

/** What each folder of src may import, besides itself and `problems.ts`. */
const mayImport: Record<string, readonly string[]> = {
  standards: [],
  bib: ['standards'],
  kit: [],
  zoom: ['kit', 'standards'],
  search: ['kit', 'standards', 'bib', 'zoom'],
  accounts: ['kit'],
  workflow: ['kit'],
  messages: ['kit', 'accounts', 'standards'],
  catalogue: ['kit', 'standards', 'bib'],
  circulation: ['kit', 'bib', 'accounts', 'catalogue', 'messages'],
  ill: ['kit', 'standards', 'bib', 'catalogue', 'accounts', 'circulation', 'workflow', 'search', 'messages'],
  webhooks: ['kit', 'ill', 'workflow'],
  web: [
    'kit',
    'standards',
    'bib',
    'search',
    'accounts',
    'catalogue',
    'circulation',
    'ill',
    'messages',
    'webhooks',
    'workflow',
  ],
  zserver: ['kit', 'standards', 'bib', 'search', 'accounts', 'catalogue'],
  illserver: ['kit', 'standards', 'ill'],
  cli: [
    'kit',
    'standards',
    'bib',
    'search',
    'accounts',
    'catalogue',
    'workflow',
    'ill',
    'messages',
    'app.ts',
    'demo.ts',
    'demo-network.ts',
  ],
  'our-target.ts': ['kit', 'standards', 'catalogue', 'web', 'zserver'],
  'our-ill-system.ts': ['kit', 'ill', 'illserver'],
  'our-message-door.ts': ['kit', 'ill'],
  'app.ts': [
    'our-message-door.ts',
    'our-target.ts',
    'our-ill-system.ts',
    'kit',
    'standards',
    'bib',
    'zoom',
    'search',
    'accounts',
    'catalogue',
    'circulation',
    'ill',
    'messages',
    'workflow',
    'webhooks',
    'web',
    'zserver',
  ],
  demo: ['kit', 'standards', 'bib', 'accounts', 'catalogue', 'circulation', 'ill', 'workflow'],
  'demo.ts': [
    'kit',
    'standards',
    'bib',
    'search',
    'accounts',
    'catalogue',
    'zserver',
    'demo',
    'our-target.ts',
    'app.ts',
  ],
  'demo-network.ts': [
    'kit',
    'search',
    'accounts',
    'catalogue',
    'ill',
    'zserver',
    'demo',
    'demo.ts',
    'our-target.ts',
    'app.ts',
  ],
}

/** Folders that are functions of their arguments: no socket, file, process, timer, clock or chance. */
const pure = ['standards', 'bib']
const impureModules =
  /^(node:)?(fs|net|tls|http|https|dns|child_process|timers|process|worker_threads|cluster|os|perf_hooks)(\/|$)/
const impureGlobals =
  /\b(process\.\w|setTimeout\(|setInterval\(|setImmediate\(|Date\.now\(|new Date\(\)|Math\.random\(|performance\.\w)/

interface Import {
  readonly from: string
  readonly specifier: string
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))

const imports: Import[] = files.flatMap((from) =>
  [...readFileSync(resolve(root, from), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => ({
    from,
    specifier: match[1]!,
  })),
)

const local = imports
  .filter(({ specifier }) => specifier.startsWith('.'))
  .map(({ from, specifier }) => ({ from, to: relative(root, resolve(root, dirname(from), specifier)) }))

/** The files of ours that one imports values of: types are gone when it is loaded. */
const neededBy = (file: string): readonly string[] =>
  [...readFileSync(resolve(root, file), 'utf8').matchAll(/^(?:import|export)\s(?!type\b)([^'"]*?)from '(\.[^']+)'/gm)]
    .filter(([, names]) => !/^\{(?:\s*type [^,{}]+,?)+\s*\}\s*$/.test(names!))
    .map(([, , specifier]) => relative(root, resolve(root, dirname(file), specifier!)))

/** The folder that has a public face: `standards/marc`, `kit/db`, else the first folder, else the file itself. */
const room = (file: string) => {
  const [first, second] = file.split('/')
  const parted = first === 'standards' || first === 'kit'
  return parted && second?.includes('.') === false ? `${first}/${second}` : first!
}
const layer = (file: string) => file.split('/')[0]!

describe('The structure of src', () => {
  it('was really looked at', () => {
    expect(files.length).to.be.greaterThan(20)
    expect(local.length).to.be.greaterThan(20)
  })

  it('has only the folders of the table', () => {
    expect(
      [...new Set(files.map(layer))].filter((name) => name !== 'problems.ts' && !(name in mayImport)),
    ).to.deep.equal([])
  })

  it('imports only downwards', () => {
    const wrong = local.filter(({ from, to }) => {
      const [source, target] = [layer(from), layer(to)]
      return target !== 'problems.ts' && source !== target && !mayImport[source]?.includes(target)
    })
    expect(wrong).to.deep.equal([])
  })

  it('enters another folder only by its index', () => {
    const wrong = local.filter(
      ({ from, to }) =>
        room(from) !== room(to) &&
        to.includes('/') &&
        !to.endsWith('/index.ts') &&
        !(layer(from) === 'kit' && room(to) === 'kit'),
    )
    expect(wrong).to.deep.equal([])
  })

  it('has no two files that need each other to be loaded', () => {
    const needed = new Map(files.map((file) => [file, neededBy(file)]))
    const inCircle = files.filter((file) => {
      const seen = new Set<string>()
      const next = [...needed.get(file)!]
      for (let one = next.pop(); one !== undefined; one = next.pop()) {
        if (one === file) return true
        if (!seen.has(one)) next.push(...(needed.get(one) ?? []))
        seen.add(one)
      }
      return false
    })
    expect(inCircle).to.deep.equal([])
  })

  it('keeps standards and bib pure', () => {
    const wrong = imports.filter(({ from, specifier }) => pure.includes(layer(from)) && impureModules.test(specifier))
    expect(wrong).to.deep.equal([])
  })

  it('gives them no process, timer, clock or chance either', () => {
    const code = (file: string) => readFileSync(resolve(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    expect(files.filter((file) => pure.includes(layer(file)) && impureGlobals.test(code(file)))).to.deep.equal([])
  })

  it('has no file above 400 lines, generated tables excepted', () => {
    const long = files
      .map((file) => ({ file, text: readFileSync(resolve(root, file), 'utf8') }))
      .filter(({ text }) => !text.startsWith('// Generated'))
      .map(({ file, text }) => ({ file, lines: text.split('\n').length }))
      .filter(({ lines }) => lines > 400)
    expect(long).to.deep.equal([])
  })
})
