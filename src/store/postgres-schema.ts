import type { Database } from './postgres-database.js';
import { MIGRATIONS } from './postgres-steps.js';

/** The database was set up by a program so new that this one could harm it. The sentence is for operators. */
export class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError';
}

/** The newest schema this program knows. */
export const DATABASE_SCHEMA = MIGRATIONS.length;

/**
 * Brings the tables up to this program, one step and one transaction at a time. Instances that start together wait for
 * one another at an advisory lock of the schema; tables that are newer are used as they are if their step allows it.
 */
export async function migrate(database: Database, steps = MIGRATIONS): Promise<void> {
  await database.transaction(async (client) => {
    await client.query(`set local lock_timeout = '60s'; set local statement_timeout = '60s'`);
    await client.query(`select pg_advisory_xact_lock(hashtext('nemkonto-bot ' || current_schema()))`);
    await client.query(
      `create table if not exists schema_steps (step int primary key, readable_from int not null, at timestamptz not null default now())`,
    );
    const { rows } = await client.query(`select step, readable_from from schema_steps order by step desc limit 1`);
    const [newest] = rows as { step: number; readable_from: number }[];
    if (newest && newest.readable_from > DATABASE_SCHEMA)
      throw new NewerSchemaError(
        `The database has schema ${newest.step}, which programs below schema ${newest.readable_from} must not use; this one knows up to ${DATABASE_SCHEMA}. Start the newer version of the bot.`,
      );
    for (const [at, { sql, readableFrom }] of steps.entries()) {
      if (at < (newest?.step ?? 0)) continue;
      await client.query(sql);
      await client.query(`insert into schema_steps (step, readable_from) values ($1, $2)`, [at + 1, readableFrom]);
    }
  });
}
