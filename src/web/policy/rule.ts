import type { Permission } from '../../accounts/index.ts'

/**
 * What a route takes: nothing, a permission that holds everywhere, or with `@branch` one that holds in some branch at
 * least. Who has it for some branches only is bound to them by what is done there: see `Actor.branches`. A list wants all
 * of them; of `anyOf` one is enough, and what is done there goes by which.
 */
export type Rule = 'public' | Need | readonly Need[] | { readonly anyOf: readonly Need[] }
export type Need = Permission | `${Permission}@branch`

/** Routes, as method and path, with what each takes. */
export type Rules = Readonly<Record<`${'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'} /${string}`, Rule>>

/** What the library's own system does for requests of our readers and of other libraries. */
export const circulationQueue = { anyOf: ['requests@branch', 'lending'] } as const satisfies Rule

/** Readers' own requests, and those of the readers of one's branches. */
export const readersOrStaff = { anyOf: ['requests@branch', 'request.place'] } as const satisfies Rule
