import type { Db } from '../kit/db/index.ts'
import type { Clock, Log } from '../kit/index.ts'
import type { Lesson } from './ladder.ts'

/** What targets have taught us, from search to search. */
export interface Memory {
  /** What is known of a target. */
  recall(target: string): readonly Lesson[]
  learn(target: string, lessons: readonly Lesson[]): void
  /** What is known of a target holds no longer: it is asked in another way now, or somewhere else. */
  forget(target: string): void
}

/** After so long a target is asked as was wanted again: it may have learned better. Milliseconds. */
const rememberedFor = 30 * 24 * 60 * 60_000

/** A memory that outlives the process. What other processes learn is known from the next start on. */
export async function lastingMemory(db: Db, clock: Clock, log: Log): Promise<Memory> {
  const since = new Date(clock.now() - rememberedFor)
  await db.deleteFrom('target_lessons').where('learned_at', '<', since).execute()
  const memory = shortMemory()
  for (const { target, learned_at: _, ...lesson } of await db.selectFrom('target_lessons').selectAll().execute())
    memory.learn(target, [lesson])

  async function keep(target: string, lessons: readonly Lesson[]) {
    const learned_at = new Date(clock.now())
    await db
      .insertInto('target_lessons')
      .values(lessons.map(({ kind, asked, works, because }) => ({ target, kind, asked, works, because, learned_at })))
      .onConflict((conflict) =>
        conflict.columns(['target', 'kind', 'asked']).doUpdateSet((row) => ({
          works: row.ref('excluded.works'),
          because: row.ref('excluded.because'),
          learned_at,
        })),
      )
      .execute()
  }

  return {
    recall: memory.recall,
    learn(target, lessons) {
      const known = memory.recall(target)
      const news = lessons.filter((lesson) => !known.some((one) => same(one, lesson)))
      if (news.length === 0) return
      memory.learn(target, news)
      // A search need not wait for it, and is none the worse where it is not kept.
      keep(target, news).catch((error: unknown) => log.warn({ err: error, target }, 'a lesson was not kept'))
    },
    forget(target) {
      if (memory.recall(target).length === 0) return
      memory.forget(target)
      db.deleteFrom('target_lessons')
        .where('target', '=', target)
        .execute()
        .catch((error: unknown) => log.warn({ err: error, target }, 'lessons were not forgotten'))
    },
  }
}

const same = (one: Lesson, other: Lesson): boolean =>
  one.kind === other.kind && one.asked === other.asked && one.works === other.works

/** A memory that is gone with the process. */
export function shortMemory(): Memory {
  const known = new Map<string, Map<string, Lesson>>()
  return {
    recall: (target) => [...(known.get(target)?.values() ?? [])],
    learn(target, lessons) {
      const held = known.get(target) ?? new Map<string, Lesson>()
      known.set(target, held)
      for (const lesson of lessons) held.set(`${lesson.kind} ${lesson.asked}`, lesson)
    },
    forget: (target) => void known.delete(target),
  }
}
