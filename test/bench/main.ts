/** `npm run bench NAME`: each benchmark prints a table and, last, one JSON line with its ratios. */
const benches = [
  'zoom',
  'fan-out',
  'marc',
  'catalogue',
  'target',
  'import',
  'workflow',
  'network',
  'search',
  'crowd',
] as const

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !benches.some((bench) => bench === name))
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark "${unknown[0]}": choose from ${benches.join(', ')}.\n`)
  process.exitCode = 2
} else {
  for (const name of asked.length > 0 ? asked : benches) {
    const { run } = (await import(`./${name}.ts`)) as { run: () => Promise<void> }
    await run()
  }
}
