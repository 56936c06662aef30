import type { Pool, PoolClient } from "pg";
import type { Turns } from "./turns";

type Callback = (error: unknown, client?: PoolClient, release?: PoolClient["release"]) => void;

/**
 * A pool as one principal sees it: each connection is taken in turn with the others. Nobody may hold one connection
 * while waiting for another, or they wait for themselves; no query of ours does.
 * @param key the principal
 */
export function fairPool(pool: Pool, turns: Turns, key: string): Pool {
  const take = async (): Promise<PoolClient> => {
    const end = await turns.take(key);
    try {
      const client = await pool.connect();
      // The pool puts a new `release` on a connection each time it hands it out.
      const { release } = client;
      client.release = (error?: Error | boolean) => {
        release.call(client, error);
        end();
      };
      return client;
    } catch (error) {
      end();
      throw error;
    }
  };
  // The pool's own `query` takes its connection by `connect` with a callback.
  const connect = (callback?: Callback) => {
    if (!callback) return take();
    take().then(
      (client) => callback(undefined, client, client.release),
      (error) => callback(error),
    );
  };
  return Object.create(pool, { connect: { value: connect } });
}
