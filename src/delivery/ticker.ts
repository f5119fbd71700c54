/** Runs a task again and again, never twice at once: the pause begins when the task has ended. */
export interface Ticker {
  /** Ends the ticking and waits for a run in hand. */
  stop(): Promise<void>;
}

/** Starts to tick every `seconds`; the first run comes at once. A failing run is told of and the next one comes anyway. */
export function startTicker(seconds: number, run: () => Promise<void>, onError: (error: unknown) => void): Ticker {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running = Promise.resolve();
  const tick = () => {
    running = run()
      .catch(onError)
      .then(() => {
        if (!stopped) timer = setTimeout(tick, seconds * 1_000);
      });
  };
  tick();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
