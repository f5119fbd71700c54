export interface Migration {
  readonly sql: string;
  /** The oldest schema whose programs may go on running beside this one; see docs/decisions/0020. */
  readonly readableFrom: number;
}

/**
 * How the tables came to be, step by step; a released step is never changed. A step only adds what programs of the step
 * before do not notice, so that two versions of the bot can run side by side while instances are replaced; one that
 * cannot says so in `readableFrom`, and programs older than that refuse to start.
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    readableFrom: 1,
    sql: `
create table cases (
  id text collate "C" primary key,
  tenant text not null,
  tenant_key text not null,
  municipality text not null,
  opened text collate "C" not null,
  open boolean not null,
  closed text collate "C",
  people json not null,
  length int not null,
  head text not null,
  revision int not null,
  due text collate "C",
  due_rank text collate "C",
  due_basis text,
  due_taken timestamptz
) with (fillfactor = 70);
create unique index cases_one_open on cases (tenant_key, municipality) where open;
create index cases_by_tenant on cases (tenant_key);
create index cases_due on cases (due) where due is not null;

create table events (
  case_id text collate "C" not null,
  position int not null,
  event json not null,
  hash text not null,
  primary key (case_id, position)
);

create table deliveries (
  case_id text collate "C" not null,
  key text collate "C" not null,
  seq bigint generated always as identity,
  effect json not null,
  into_place json,
  state text not null,
  attempts int not null,
  not_before text collate "C" not null,
  place json,
  why text,
  at text not null,
  attempt text,
  primary key (case_id, key)
) with (fillfactor = 70);
create index deliveries_unfinished on deliveries (not_before, case_id) where state in ('pending', 'claimed', 'inFlight');

create table messages (
  case_id text collate "C" not null,
  slot text collate "C" not null,
  place json not null,
  primary key (case_id, slot)
);

create table parts (
  tenant_key text not null,
  person_key text not null,
  case_id text collate "C" not null,
  primary key (tenant_key, person_key, case_id)
);

create table instances (
  id text primary key,
  until timestamptz not null
);

create table claims (
  case_id text collate "C" primary key,
  owner text,
  fence int not null default 0
) with (fillfactor = 50);

create table conversation_turns (
  conversation text primary key,
  owner text,
  turn bigint not null default 0,
  until timestamptz not null default '-infinity',
  sent double precision[] not null default '{}'
) with (fillfactor = 50);

create table tenant_pace (
  tenant text primary key,
  next double precision not null
) with (fillfactor = 50);

-- Books one request: nothing while another living instance has the turn in the conversation, else the milliseconds to
-- wait before it may leave, and the number of the turn (0 when none was asked for). counts and spans are the limits of a
-- conversation, gap the milliseconds between two requests of a tenant.
create function book_request(
  conversation_id text, tenant_id text, asker text, with_turn boolean,
  counts int[], spans double precision[], gap double precision
) returns table (wait double precision, number bigint) language plpgsql as $$
declare
  now_ms double precision;
  leave double precision;
  place record;
  next_of_tenant double precision;
  back int;
begin
  loop
    select * into place from conversation_turns where conversation = conversation_id for update;
    exit when found;
    insert into conversation_turns (conversation) values (conversation_id) on conflict do nothing;
  end loop;
  if with_turn and place.owner <> asker and place.until > clock_timestamp() and exists (
    select 1 from instances i where i.id = place.owner and i.until > clock_timestamp()) then
    return;
  end if;
  loop
    select next into next_of_tenant from tenant_pace where tenant = tenant_id for update;
    exit when found;
    insert into tenant_pace (tenant, next) values (tenant_id, 0) on conflict do nothing;
  end loop;
  now_ms := extract(epoch from clock_timestamp()) * 1000;
  leave := now_ms;
  if with_turn then
    for at in 1 .. cardinality(counts) loop
      back := cardinality(place.sent) - counts[at] + 1;
      if back > 0 then
        leave := greatest(leave, place.sent[back] + spans[at]);
      end if;
    end loop;
    leave := greatest(leave, next_of_tenant);
  end if;
  update tenant_pace set next = greatest(next, leave) + gap where tenant = tenant_id;
  update conversation_turns set
    sent = coalesce((select array_agg(one order by one) from (
      select one from unnest(place.sent || leave) as one
      where one > now_ms - (select max(span) from unnest(spans) as span)
      order by one desc limit (select max(count) from unnest(counts) as count)) as newest), '{}'),
    owner = case when with_turn then asker else place.owner end,
    turn = place.turn + case when with_turn then 1 else 0 end,
    until = case when with_turn then clock_timestamp() + make_interval(secs => (leave - now_ms) / 1000 + 30)
      else place.until end
  where conversation = conversation_id;
  return query select leave - now_ms, case when with_turn then place.turn + 1 else 0::bigint end;
end $$;

create table people (
  tenant_key text not null,
  person_key text not null,
  acquaintance json not null,
  changed timestamptz not null,
  primary key (tenant_key, person_key)
);
create index people_changed on people (changed);

-- Who was forgotten lately, so that every instance forgets them; ids only, and gone after a day.
create table forgotten (
  tenant_key text not null,
  person_key text not null,
  changed timestamptz not null,
  primary key (tenant_key, person_key)
);

create table tombstones (
  case_id text collate "C" primary key,
  removed text collate "C" not null,
  stone json not null
);

create table conversations (
  id text primary key,
  address json not null,
  changed timestamptz not null
);
create index conversations_changed on conversations (changed);
`,
  },
  {
    // A request whose conversation has no room yet takes the turn there and books nothing: the tenant's others would wait
    // for it. Programs of the step before let it leave when it has waited, as they did.
    readableFrom: 1,
    sql: `
drop function book_request(text, text, text, boolean, int[], double precision[], double precision);
create function book_request(
  conversation_id text, tenant_id text, asker text, with_turn boolean,
  counts int[], spans double precision[], gap double precision
) returns table (wait double precision, number bigint, booked boolean) language plpgsql as $$
declare
  now_ms double precision;
  leave double precision;
  place record;
  next_of_tenant double precision;
  back int;
begin
  loop
    select * into place from conversation_turns where conversation = conversation_id for update;
    exit when found;
    insert into conversation_turns (conversation) values (conversation_id) on conflict do nothing;
  end loop;
  if with_turn and place.owner <> asker and place.until > clock_timestamp() and exists (
    select 1 from instances i where i.id = place.owner and i.until > clock_timestamp()) then
    return;
  end if;
  now_ms := extract(epoch from clock_timestamp()) * 1000;
  leave := now_ms;
  if with_turn then
    for at in 1 .. cardinality(counts) loop
      back := cardinality(place.sent) - counts[at] + 1;
      if back > 0 then
        leave := greatest(leave, place.sent[back] + spans[at]);
      end if;
    end loop;
  end if;
  booked := leave <= now_ms;
  if booked then
    loop
      select next into next_of_tenant from tenant_pace where tenant = tenant_id for update;
      exit when found;
      insert into tenant_pace (tenant, next) values (tenant_id, 0) on conflict do nothing;
    end loop;
    now_ms := extract(epoch from clock_timestamp()) * 1000;
    leave := case when with_turn then greatest(now_ms, next_of_tenant) else now_ms end;
    update tenant_pace set next = greatest(next, leave) + gap where tenant = tenant_id;
  end if;
  update conversation_turns set
    sent = case when booked then coalesce((select array_agg(one order by one) from (
      select one from unnest(place.sent || leave) as one
      where one > now_ms - (select max(span) from unnest(spans) as span)
      order by one desc limit (select max(count) from unnest(counts) as count)) as newest), '{}')
      else place.sent end,
    owner = case when with_turn then asker else place.owner end,
    turn = place.turn + case when with_turn then 1 else 0 end,
    until = case when with_turn then clock_timestamp() + make_interval(secs => (leave - now_ms) / 1000 + 30)
      else place.until end
  where conversation = conversation_id;
  return query select leave - now_ms, case when with_turn then place.turn + 1 else 0::bigint end, booked;
end $$;
`,
  },
];
