import { setFlagsFromString } from "node:v8";

/**
 * Lets this process' heap double before it is collected; V8 waits for up to four times as much. What passes through a worker
 * lives for a moment, so most of that was garbage: 176 MB instead of 244 while a backlog drains, 206 instead of 336 while the
 * sagas are made of it; what it costs is in docs/decisions/0021. Set from inside, because a flag that a later V8 no longer
 * knows is then a line on stderr, and not a program that does not start.
 */
export function keepHeapLean(): void {
  setFlagsFromString("--heap-growing-percent=100");
}
