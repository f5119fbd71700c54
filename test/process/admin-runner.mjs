// Runs commands of the built `admin` one after the other as it is told by its parent: loading the SDK takes seconds.
const [program] = process.argv.slice(2);
const { run } = await import(program);

process.on('message', async ({ argv, env }) => {
  const said = { out: '', err: '' };
  const keep = (where) => (text) => {
    said[where] += Buffer.from(text).toString('utf8');
  };
  const code = await run(argv, { env, out: keep('out'), err: keep('err'), now: () => new Date().toISOString() });
  process.send({ code, ...said });
});
