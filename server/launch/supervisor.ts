import { type ChildProcess, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { prefixLines } from "./prefix-lines";
import { inRepo, repoRoot } from "./repo";
import { restartDelay, STEADY_MS } from "./restart-delay";
import { say } from "./steps.mjs";

/** A program that is kept running. */
export interface Program {
  name: string;
  /** Script and arguments, run by this same Node. */
  args: string[];
  env: NodeJS.ProcessEnv;
}

/** A database or broker of ours that is kept running; see PostgresNode and BrokerNode. */
export interface Service {
  isRunning(): boolean;
  start(): Promise<void>;
}

/** A program that was asked to stop gets this long to finish what it has in hand. */
const GRACE_MS = 15_000;
const WATCH_MS = 500;

/** Keeps programs and services running until it is told to stop: whatever ends is started again, ever more slowly. */
export class Supervisor {
  readonly #children = new Map<string, ChildProcess>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #stopping = false;

  /** Starts a program and keeps it running. */
  keep(program: Program): void {
    this.#run(program, 0);
  }

  /** Starts a service again, on the same ports, whenever its process is gone. */
  watch(name: string, service: Service): void {
    let failures = 0;
    const look = async () => {
      if (service.isRunning()) return this.#later(WATCH_MS, look);
      failures += 1;
      say(`  ${name} ended unexpectedly; starting it again`);
      try {
        await service.start();
        failures = 0;
        say(`  ${name} is back`);
      } catch (error) {
        say(`  ${name} did not start: ${error instanceof Error ? error.message : error}`);
      }
      this.#later(failures === 0 ? WATCH_MS : restartDelay(failures, Math.random()), look);
    };
    this.#later(WATCH_MS, look);
  }

  /** Asks every program to end, waits, and kills what is left. Nothing is started again after this. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all([...this.#children.values()].map(end));
  }

  /** Kills every program at once: somebody pressed Ctrl-C twice. */
  kill(): void {
    this.#stopping = true;
    for (const child of this.#children.values()) child.kill("SIGKILL");
  }

  #run(program: Program, failures: number): void {
    const began = Date.now();
    const child = spawn(
      process.execPath,
      [
        "--enable-source-maps",
        "--import",
        pathToFileURL(inRepo("server", "launch", "child-guard.mjs")).href,
        ...program.args,
      ],
      {
        cwd: repoRoot,
        env: program.env,
        // A session of its own: Ctrl-C reaches the supervisor alone, which stops things in order.
        detached: true,
        stdio: ["ignore", "pipe", "pipe", "ipc"],
      },
    );
    this.#children.set(program.name, child);
    prefixLines(program.name, child.stdout!, process.stdout);
    prefixLines(program.name, child.stderr!, process.stderr);
    child.once("error", (error) => say(`  ${program.name} could not be run: ${error.message}`));
    child.once("close", (code, signal) => {
      this.#children.delete(program.name);
      if (this.#stopping) return;
      const count = Date.now() - began > STEADY_MS ? 1 : failures + 1;
      const delay = restartDelay(count, Math.random());
      say(`  ${program.name} ended (${signal ?? `exit code ${code}`}); starting it again in ${delay} ms`);
      this.#later(delay, () => this.#run(program, count));
    });
  }

  #later(ms: number, work: () => unknown): void {
    if (this.#stopping) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#stopping) work();
    }, ms);
    this.#timers.add(timer);
  }
}

/** Ends one program: asks, waits, kills. */
function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const hard = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    child.once("close", () => {
      clearTimeout(hard);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
