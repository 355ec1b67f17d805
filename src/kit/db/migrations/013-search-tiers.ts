import { type Kysely, sql } from 'kysely'

/** Lets a search stop early: words in an index for each tier of ids. Filters among the words. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

// Each four times the one below it: a search that needs so many records looks through few more, however many there are.
const bounds = [16_384, 65_536, 262_144, 1_048_576, 4_194_304]

const index = (tier: number) => `create index bib_search_words_${tier} on bib_search using gin (words)
  with (fastupdate = on, gin_pending_list_limit = 1024) where bib_tier(bib_id) = ${tier}`

/** Pairs of words in titles, one behind the other: what words stand at in subfields of a kind tells which those are. */
const titles = ['mlu', 'c4d', 'zbo', 'ry9', 'ros', 'dhp', 'hff', 'gcp', 'wpv', 'sr9', 'zni']
const titleWords = `(
  select substr(lexeme, 1, 4) as kind, substr(lexeme, 5, 100) as word, unnest(positions) as place
  from unnest(words) where substr(lexeme, 1, 4) in (${titles.map((kind) => `'~${kind}'`).join()}))`
const pairs = `
  select '~+' || substr(md5(one.word || ' ' || next.word), 1, 3)
  from ${titleWords} one join ${titleWords} next on next.kind = one.kind and next.place = one.place + 1`

const statements = [
  `create function bib_tier(id bigint) returns integer language sql immutable parallel safe
    return ${bounds.map((bound) => `(id >= ${bound})::integer`).join(' + ')}`,
  `alter table bib_search rename to bib_search_before`,
  // Words last: what is counted and sorted by lies together, at the beginning of a row.
  `create table bib_search (
    bib_id bigint not null,
    year smallint not null,
    level text not null,
    language text,
    format text not null,
    title text collate "C" not null,
    author text collate "C" not null,
    words tsvector not null
  )`,
  `insert into bib_search select bib_id, year, level, language, format, title, author,
    words || array_to_tsvector(array['~=f' || format, '~=v' || level]
      || case when language is null then '{}' else array['~=l' || language] end
      || array(${pairs}))
    from bib_search_before order by bib_id`,
  `drop table bib_search_before`,
  `alter table bib_search add primary key (bib_id),
    add foreign key (bib_id) references bibs on delete cascade`,
  `create index bib_search_title on bib_search (title, bib_id)`,
  `create index bib_search_author on bib_search (author, bib_id)`,
  `create index bib_search_year on bib_search (year, bib_id)`,
  ...[0, ...bounds].map((_, tier) => index(tier)),
  `analyze bib_search`,
]
