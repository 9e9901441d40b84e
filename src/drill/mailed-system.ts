/** A system whose parts can be killed, with a mail server that can be killed too. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalMailServer, type LocalMailServer } from '../local-servers/mail-server';
import { PartsSystem, type PartsRequest } from './parts-system';
import { TakenMails } from './taken-mails';

export interface MailedSystem {
  system: PartsSystem;
  mailServer: LocalMailServer;
  taken: TakenMails;
  /** Stops every process and removes every file. */
  remove: () => Promise<void>;
}

export type MailedRequest = Pick<PartsRequest, 'env' | 'programs' | 'log'> & {
  /** What else the programs need in their environment. */
  settings?: Readonly<Record<string, string>>;
};

/** Starts everything on empty state; mails go to that server. */
export async function startMailedSystem({ env, programs, log, settings }: MailedRequest): Promise<MailedSystem> {
  const home = mkdtempSync(join(tmpdir(), 'plan-charge-mails-'));
  const mailServer = await startLocalMailServer({ home, env, log, onFatal: log });
  const end = async (): Promise<void> => {
    await mailServer.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const addresses = { SMTP_URL: mailServer.url, ...settings };
    const system = await PartsSystem.start({ env, programs, log, addresses, withWorker: true });
    const remove = async (): Promise<void> => {
      await system.remove();
      await end();
    };
    return { system, mailServer, taken: new TakenMails(mailServer.folder), remove };
  } catch (error) {
    await end();
    throw error;
  }
}
