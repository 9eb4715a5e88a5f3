/** Where a run of Ansible hears what it is to do: its hosts, once somebody knows them, and what follows its question. */
import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import type { RunVariables } from "./inventory.ts";

/** The task of `ask.yml` that waits; when it begins, every host has answered or failed. */
export const DECISION_TASK = "Hear what was decided";

/** A transaction's variables by host; null: nothing follows in that run. */
export type Decided = Readonly<Record<string, RunVariables>> | null;

/** The toolkit's side of the inventory plugin `oml_desk` and of the action `oml_decision`. */
export interface Desk {
  /** Of the socket. */
  readonly path: string;
  /** Answers a run that asks for its hosts, or has asked; JSON in one line. Only the first call counts. */
  readonly tell: (inventory: string) => void;
  /** Answers every host of the run, those that ask later too. Only the first call counts. */
  readonly decide: (decided: Decided) => void;
  /** Answers nobody any more. */
  readonly close: () => void;
}

/** Listens at a Unix socket in a folder that only this user enters. Rejects where that cannot be. */
export function openDesk(path: string): Promise<Desk> {
  const { promise: told, resolve: tell } = Promise.withResolvers<string>();
  const { promise: decision, resolve: decide } = Promise.withResolvers<Decided>();
  const answerTo = async (question: string): Promise<string> => {
    if (question === "inventory") return told;
    const host = question.replace(/^decision /, "");
    return JSON.stringify({ variables: (await decision)?.[host] ?? null });
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy()));
    createInterface({ input: socket }).once("line", (question) => {
      void answerTo(question).then((answer) => socket.end(`${answer}\n`));
    });
  });
  const close = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => resolve({ path, tell, decide, close }));
  });
}
