// Loaded into web, worker and demo by the supervisor. When the supervisor is gone, also by `kill -9`, its channel to
// this process closes: then this process ends in order, as if it had been asked to.

const HARD_END_MS = 10_000;

process.on("disconnect", () => {
  setTimeout(() => process.exit(1), HARD_END_MS).unref();
  process.kill(process.pid, "SIGTERM");
});
// The channel alone must not keep a process alive that has nothing left to do.
process.channel?.unref();
