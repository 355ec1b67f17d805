import type { ListName } from '../../../ill/index.ts'

/** A column of a list. */
export interface Column<Sort extends string = string> {
  readonly label: string
  /** There always. */
  readonly fixed?: true
  /** There unless somebody chose otherwise. */
  readonly usual?: true
  /** The orders it stands for: when it is followed, and once more. The arrows say which way its values run. */
  readonly sorts?: readonly [first: Order<Sort>, again: Order<Sort>]
}
type Order<Sort extends string> = readonly [sort: Sort, way: 'ascending' | 'descending']

export const bothWays = <Sort extends string>(up: Sort, down: Sort): NonNullable<Column<Sort>['sorts']> => [
  [up, 'ascending'],
  [down, 'descending'],
]

/** The columns a list has, of all there are for it. */
export interface Columns<Name extends string> {
  readonly names: readonly [Name, ...Name[]]
  of(name: Name): Column
  readonly usual: readonly Name[]
  /** Those that were chosen, as the list has them: in its order, with those that are there always; others are none. */
  among(chosen: readonly string[]): readonly Name[]
}

export function columnsOf<Name extends string>(all: Readonly<Record<Name, Column>>): Columns<Name> {
  const names = Object.keys(all) as [Name, ...Name[]]
  return {
    names,
    of: (name) => all[name],
    usual: names.filter((name) => all[name].fixed || all[name].usual),
    among: (chosen) => names.filter((name) => all[name].fixed || chosen.includes(name)),
  }
}

/** Parameters of a list's address. */
export type Filters = Readonly<Record<string, string>>

/** A list of which people keep views and columns. */
export interface ListKind<Name extends string = string> {
  readonly name: ListName
  /** Where it lives: `/requests`, with `/list`, `/views` and `/columns` behind it. */
  readonly base: '/requests' | '/lending'
  /** What its home is called, and whoever works there: "works on requests". */
  readonly home: string
  readonly works: string
  /** What stands beside the columns that can be chosen: "number and title". */
  readonly columns: Columns<Name>
  /** The parameters of the whole list that some mean, without a page of it; undefined where they mean nothing. */
  readonly read: (given: Readonly<Record<string, unknown>>) => Filters | undefined
}

/** The address of the list that parameters mean. */
export function hrefOfList({ base }: Pick<ListKind, 'base'>, filters: Filters): string {
  const text = new URLSearchParams(filters).toString()
  return text ? `${base}/list?${text}` : `${base}/list`
}
