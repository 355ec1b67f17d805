import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { environmentVariables } from '../src/kit/index.ts'
import { SruEntry, Z3950Entry } from '../src/search/entries.ts'
import { policy } from '../src/web/policy/index.ts'
import { farshelf } from './cli/command-line.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const pages = ['README.md', ...readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md'))].map((file) => {
  const path = file === 'README.md' ? file : `docs/${file}`
  return { path, text: read(path) }
})

/** What the first column of a page's tables names in code, of the table whose head begins with `head`. */
function firstColumn(path: string, head: string): readonly string[] {
  const lines = read(path).split('\n')
  const begin = lines.findIndex((line) => line.startsWith(`| ${head}`))
  expect(begin, `a table "${head}" in ${path}`).to.be.greaterThan(-1)
  const rows = lines.slice(begin + 2)
  const end = rows.findIndex((line) => !line.startsWith('|'))
  return (end < 0 ? rows : rows.slice(0, end)).flatMap((row) =>
    [...row.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
  )
}

/** The commands of the pages, with the options they are given: `farshelf targets import --dry-run servers.csv`. */
function commandLines(): readonly { readonly path: string; readonly line: string }[] {
  return pages.flatMap(({ path, text }) =>
    [...text.matchAll(/(?:npx |`)farshelf ([a-z][^\n`#]*)/g)].map(([, line]) => ({ path, line: line!.trim() })),
  )
}

describe('README and docs', () => {
  it('name every variable that is read, and no other', () => {
    expect(firstColumn('docs/running.md', 'variable')).to.have.members(environmentVariables)
  })

  it('name every file of settings that has a sample, and no other', () => {
    const samples = readdirSync(join(root, 'config'))
      .filter((file) => file.endsWith('.sample.yaml'))
      .map((file) => file.replace('.sample', ''))
    expect(samples).not.to.be.empty
    expect(firstColumn('docs/running.md', 'file in')).to.have.members(samples)
  })

  it('name every setting of a target, and no other', () => {
    const settings = new Set([...Object.keys(Z3950Entry.shape), ...Object.keys(SruEntry.shape)])
    expect(firstColumn('docs/searching.md', 'setting')).to.have.members([...settings])
  })

  it('name commands that exist, with options these take', async () => {
    const lines = commandLines()
    expect(lines.length).to.be.greaterThan(20)
    for (const { path, line } of lines) {
      const words = line.split(/\s+/)
      const command = await helpOf(words)
      expect(command, `${path}: farshelf ${line}`).not.to.equal(undefined)
      for (const option of words.filter((word) => /^--?[a-z]/.test(word)))
        expect(command, `${path}: farshelf ${line}`).to.match(new RegExp(`(^|[ ,])${option}\\b`, 'm'))
    }
  })

  it('name scripts of npm that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = pages.flatMap(({ text }) => [...text.matchAll(/\bnpm run ([\w:]+)/g)].map(([, name]) => name!))
    expect(named).not.to.be.empty
    expect(Object.keys(scripts)).to.include.members(named)
  })

  it('name addresses of the API that are answered', () => {
    const known = Object.keys(policy).map((route) => route.replace(/^\S+ /, '').split('/'))
    const named = pages.flatMap(({ text }) =>
      [...text.matchAll(/(?:`|localhost:8080)(\/api\/v1\/[\w./{}-]+)/g)].map(([, path]) => path!),
    )
    expect(named).not.to.be.empty
    for (const path of named) {
      const parts = path.split('/')
      const fits = known.some(
        (route) =>
          route.length === parts.length &&
          route.every((part, i) => part === parts[i] || (part.startsWith(':') && parts[i] !== '')),
      )
      expect(fits, path).to.equal(true)
    }
  })

  it('link to pages that are there', () => {
    const links = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, to]) => ({ path, to: to! })),
    )
    expect(links).not.to.be.empty
    for (const { path, to } of links.filter(({ to }) => !/^https?:/.test(to)))
      expect(existsSync(join(root, dirname(path), to)), `${path}: ${to}`).to.equal(true)
  })
})

/** The help of the innermost command that a command line names; undefined where there is none. */
async function helpOf(words: readonly string[]): Promise<string | undefined> {
  const { code, out } = await farshelf(words[0]!, '--help')
  if (code !== 0 || !out.startsWith(`Usage: farshelf ${words[0]}`)) return undefined
  const [, inner] = words
  if (!inner || !new RegExp(`^  ${inner}\\b`, 'm').test(out.split('Commands:')[1] ?? '')) return out
  return (await farshelf(words[0]!, inner, '--help')).out
}
