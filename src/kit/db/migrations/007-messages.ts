import { type Kysely, sql } from 'kysely'

/** One statement after the other: each in a transaction of the migrator's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // Every version stays: the highest is in use. Where there is none, the one that comes with Farshelf is.
  `create table message_templates (
    kind text not null,
    language text not null,
    version integer not null check (version > 0),
    subject text not null,
    text text not null,
    html text,
    changed_by uuid,
    changed_by_name text not null,
    changed_at timestamptz not null default now(),
    primary key (kind, language, version)
  )`,
  `create table message_presets (
    id bigint generated always as identity primary key,
    kind text not null,
    label text not null,
    text text not null,
    position integer not null default 0,
    active boolean not null default true
  )`,
  `create index message_presets_kind on message_presets (kind, position, id)`,
  // Without foreign keys to what a message is about: it stays when that goes. Ids of lines and requests are others'.
  `create table messages (
    id bigint generated always as identity primary key,
    key text not null unique,
    kind text not null,
    audience text not null check (audience in ('patron', 'lender', 'staff')),
    language text not null,
    template_version integer,
    request_id bigint,
    number integer,
    line_id bigint,
    patron_id uuid,
    item_id bigint,
    to_name text not null,
    to_address text not null,
    subject text not null,
    text text not null,
    html text,
    fields jsonb not null,
    message_id text unique,
    in_reply_to text,
    state text not null check (state in ('queued', 'sending', 'sent', 'failed', 'unsure', 'held', 'kept', 'other-means')),
    reason text,
    response text,
    attempts integer not null default 0,
    attempt uuid,
    handed_over_at timestamptz,
    sent_at timestamptz,
    settled_by_name text,
    dismissed_at timestamptz,
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    check ((request_id is null) = (number is null))
  )`,
  `create unique index messages_request on messages (request_id, number) where request_id is not null`,
  `create index messages_line on messages (line_id) where line_id is not null`,
  `create index messages_patron on messages (patron_id) where patron_id is not null`,
  `create index messages_item on messages (item_id) where item_id is not null`,
  `create index messages_lender on messages (lower(to_address), created_at) where audience = 'lender'`,
  `create index messages_kind on messages (kind, id)`,
  `create index messages_state on messages (state, id)`,
  `create index messages_open on messages (id)
    where state in ('failed', 'unsure', 'held') and dismissed_at is null`,
  `insert into message_presets (kind, label, text, position) values
    ('request-in-process', 'Ordered from another library', 'We have asked another library to send it. This usually takes one to two weeks.', 0),
    ('request-in-process', 'May take longer', 'Few libraries have it, so this may take some weeks.', 1),
    ('request-completed', 'Ready at the desk', 'It is ready for you at the desk. Please bring your card.', 0),
    ('request-completed', 'Reading room only', 'The lending library allows it to be used in our reading room only.', 1),
    ('located-in-database', 'Reserve it', 'It can be reserved in our catalogue; ask us if you need help.', 0),
    ('unable-to-supply', 'Nobody lends it', 'No library lends this title.', 0),
    ('unable-to-supply', 'Too new', 'It is too new: libraries do not lend it yet. Please ask again in some months.', 1),
    ('request-cancelled', 'As you asked', 'You asked us to cancel it.', 0),
    ('ill-request-to-lender', 'Any edition', 'Any edition will do.', 0),
    ('ill-request-to-lender', 'This edition only', 'Only this edition will do.', 1),
    ('ill-renewal-to-lender', 'Still needed', 'Our reader still needs it.', 0)`,
]
