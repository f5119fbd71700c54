// Runs commands of the built `admin` one after the other as it is told by its parent: loading the SDK takes seconds.
const [program] = process.argv.slice(2);
const { run } = await import(program);

process.on('message', async ({ argv, env }) => {
  let out = '';
  const keep = (text) => {
    out += text;
  };
  const code = await run(argv, { env, out: keep, err: keep, now: () => new Date().toISOString() });
  process.send({ code, out });
});
