/**
 * The targets of `bench search`, in a process of their own: 25 good ones, 10 slow ones, 5 that never answer, 5 hostile
 * ones. Prints one JSON line of kinds and ports, and serves until its standard input ends. Usage: search-farm PAUSE
 */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { good, hostile, silent } from '../zoom/fifty-scripts.ts'
import { type Script, startTarget } from '../zoom/hostile-target.ts'

/** Milliseconds before each answer of a slow one. */
const pause = Number(process.argv[2])

const scripts: readonly (readonly [kind: string, script: Script])[] = [
  ...Array.from({ length: 25 }, (_, own) => ['good', good(own)] as const),
  ...Array.from({ length: 10 }, (_, own) => ['slow', good(25 + own, () => sleep(pause))] as const),
  ...Array.from({ length: 5 }, () => ['dead', silent] as const),
  ...hostile.map(([, script]) => ['hostile', script] as const),
]
const targets = await Promise.all(scripts.map(([, script]) => startTarget(script)))
const places = targets.map(({ port }, i) => ({ kind: scripts[i]![0], port }))
process.stdout.write(`${JSON.stringify(places)}\n`)
process.stdin.resume()
await once(process.stdin, 'end')
await Promise.all(targets.map((target) => target.stop()))
