/** One scenario for each workflow type and branch: run against a dev server, its history is what CI replays. */
import type { WorkflowHandle } from '@temporalio/client';
import type { Activities } from '../../activities';
import {
  ACCOUNT_MAIL_WORKFLOW,
  accountMailWorkflowId,
  type AccountMailInput,
} from '../../src/domains/account-mails/account-mails.contract';
import type { ApprovalLook } from '../../src/domains/approvals/approvals.contract';
import { nightlyAuditSchedule, reconcileSchedule } from '../../temporal-config/schedules';
import { syncScenarios } from './sync-scenarios';
import {
  createGate,
  shortInput,
  someOrganization,
  startRecompute,
  type Gate,
  type Harness,
} from '../workflows/workflow-harness';
import { erasureScenarios } from './erasure-scenarios';
import { webhookScenarios } from './webhook-scenarios';
import { reportScenarios } from './report-scenarios';

export interface Scenario {
  /** File name of the history, without `.json`. */
  name: string;
  activities: Partial<Activities>;
  /** Runs to the end and answers the run to keep. */
  run(harness: Harness): Promise<WorkflowHandle>;
}

type Drain = Activities['drainCapacity'];

/** Answers as a table with so many dirty people would. */
function drainOf(dirtyPeople: number): Drain {
  let remainingPeople = dirtyPeople;
  return ({ maxPeople }) => {
    const people = Math.min(maxPeople, remainingPeople);
    remainingPeople -= people;
    return Promise.resolve({ people, changedWeeks: people * 2, remainingPeople });
  };
}

/** The same, held at the first batch until the gate opens; `entered` tells that it is there. */
function heldDrain(dirtyPeople: number, entered: Gate, release: Gate): Drain {
  const drain = drainOf(dirtyPeople);
  return async (input) => {
    entered.open();
    await release.opened;
    return drain(input);
  };
}

async function settled(handle: WorkflowHandle): Promise<void> {
  await Promise.allSettled([handle.result()]);
}

function drainAndIdle(): Scenario {
  return {
    name: 'capacity-recompute.drain-and-idle',
    activities: { drainCapacity: drainOf(120) },
    run: async (harness) => {
      const handle = await startRecompute(harness, shortInput(someOrganization()));
      await settled(handle);
      return handle;
    },
  };
}

/** The same with the progress of the drain in search attributes. */
function progressShown(): Scenario {
  return { ...drainAndIdle(), name: 'capacity-recompute.progress-shown' };
}

function wokenAgain(): Scenario {
  const [entered, release] = [createGate(), createGate()];
  return {
    name: 'capacity-recompute.woken-again',
    activities: { drainCapacity: heldDrain(3, entered, release) },
    run: async (harness) => {
      const handle = await startRecompute(harness, shortInput(someOrganization()));
      await entered.opened;
      await handle.signal('dirty');
      release.open();
      await settled(handle);
      return handle;
    },
  };
}

function wokenWhileIdle(): Scenario {
  return {
    name: 'capacity-recompute.woken-while-idle',
    activities: { drainCapacity: drainOf(1) },
    run: async (harness) => {
      const input = shortInput(someOrganization(), { windowMs: 1, idleMs: 4_000 });
      const handle = await startRecompute(harness, input);
      await idleReached(handle);
      await handle.signal('dirty');
      await settled(handle);
      return handle;
    },
  };
}

/** The second timer of the run is the idle one. */
async function idleReached(handle: WorkflowHandle): Promise<void> {
  for (;;) {
    const { events } = await handle.fetchHistory();
    const timers = (events ?? []).filter(
      (event) => typeof event.timerStartedEventAttributes === 'object' && event.timerStartedEventAttributes !== null,
    );
    if (timers.length >= 2) return;
  }
}

function continuedAsNew(): Scenario {
  return {
    name: 'capacity-recompute.continued-as-new',
    activities: { drainCapacity: drainOf(150) },
    run: async (harness) => {
      const handle = await startRecompute(harness, shortInput(someOrganization(), { maxBatchesPerRun: 2 }));
      const first = harness.client.workflow.getHandle(handle.workflowId, (await handle.describe()).runId);
      await settled(handle);
      return first;
    },
  };
}

function cancelled(): Scenario {
  const [entered, release] = [createGate(), createGate()];
  return {
    name: 'capacity-recompute.cancelled',
    activities: { drainCapacity: heldDrain(120, entered, release) },
    run: async (harness) => {
      const handle = await startRecompute(harness, shortInput(someOrganization()));
      await entered.opened;
      await handle.cancel();
      release.open();
      await settled(handle);
      return handle;
    },
  };
}

function audit(name: string, differences: number): Scenario {
  const organizationIds = [someOrganization(), someOrganization()];
  return {
    name: `nightly-audit.${name}`,
    activities: {
      listOrganizations: ({ after }) => Promise.resolve({ organizationIds: after === null ? organizationIds : [] }),
      auditOrganization: ({ organizationId }) =>
        Promise.resolve({ people: 3, differences: organizationId === organizationIds[0] ? differences : 0 }),
      drainCapacity: drainOf(60),
    },
    run: async (harness) => {
      const handle = await harness.client.workflow.start('nightlyAudit', {
        workflowId: `nightly-audit-${someOrganization()}`,
        taskQueue: harness.taskQueue,
        args: [{ ...nightlyAuditSchedule.input, organizationsPerPage: 2 }],
      });
      await settled(handle);
      return handle;
    },
  };
}

/** `work-left-behind` was recorded before lost workflows were looked for, and shows that such runs still replay. */
function reconciled(name: string): Scenario {
  return {
    name: `reconcile.${name}`,
    activities: {
      requeueStalledOrganizations: () => Promise.resolve({ stalledOrganizations: 2, requeuedOrganizations: 1 }),
      releaseStuckEvents: () => Promise.resolve({ releasedEvents: 3 }),
      removeExpiredRows: () =>
        Promise.resolve({
          removedIdempotencyKeys: 1,
          removedEvents: 2,
          removedSessions: 3,
          removedPasswordResets: 4,
          removedWebhookDeliveries: 5,
        }),
      wakeLostWorkflows: () => Promise.resolve({ lostApprovals: 2, lostWebhooks: 1 }),
    },
    run: async (harness) => {
      const handle = await harness.client.workflow.start('reconcile', {
        workflowId: `reconcile-${someOrganization()}`,
        taskQueue: harness.taskQueue,
        args: [reconcileSchedule.input],
      });
      await settled(handle);
      return handle;
    },
  };
}

function mailed(outcome: 'sent' | 'superseded'): Scenario {
  return {
    name: `account-mail.${outcome}`,
    activities: { deliverAccountMail: () => Promise.resolve({ outcome }) },
    run: async (harness) => {
      const input: AccountMailInput = {
        organizationId: someOrganization(),
        kind: outcome === 'sent' ? 'invitation' : 'password_reset',
        id: someOrganization(),
        version: 1,
      };
      const handle = await harness.client.workflow.start(ACCOUNT_MAIL_WORKFLOW, {
        workflowId: accountMailWorkflowId(input),
        taskQueue: harness.taskQueue,
        args: [input],
      });
      await settled(handle);
      return handle;
    },
  };
}

/** A request that looks like `states`, one a look; the last one stays. */
function approvalRun(
  name: string,
  looks: Partial<ApprovalLook>[],
  then: (handle: WorkflowHandle) => Promise<void>,
): Scenario {
  let count = 0;
  return {
    name: `approval.${name}`,
    activities: {
      lookAtApproval: () => {
        const look = looks[Math.min(count, looks.length - 1)];
        count += 1;
        return Promise.resolve({
          state: 'pending',
          level: 1,
          sent: 0,
          unsent: 0,
          isEscalated: false,
          nextDueAt: null,
          ...look,
        });
      },
    },
    run: async (harness) => {
      const approvalId = someOrganization();
      const handle = await harness.client.workflow.signalWithStart('approval', {
        workflowId: `approval/${approvalId}`,
        taskQueue: harness.taskQueue,
        args: [{ organizationId: someOrganization(), approvalId, longestWaitMs: 300 }],
        signal: 'wake',
        staticSummary: `Approval ${approvalId}`,
      });
      await then(handle);
      await settled(handle);
      return handle;
    },
  };
}

/** Asked, reminded, escalated and passed on twice, with a mail that fails on the way. */
const threeLevels: Partial<ApprovalLook>[] = [
  { sent: 1 },
  { sent: 1 },
  { sent: 2, isEscalated: true },
  { sent: 1, level: 2 },
  { sent: 1, level: 2 },
  { sent: 0, unsent: 2, level: 3, nextDueAt: '2020-01-01T00:00:00.000Z' },
  { sent: 2, level: 3 },
  { sent: 1, level: 3, isEscalated: true },
  { state: 'approved', sent: 1, level: 3, isEscalated: true },
];

/** Fresh scenarios: each holds state of its own and is run once. */
export function recordedScenarios(): Scenario[] {
  return [
    drainAndIdle(),
    progressShown(),
    wokenAgain(),
    wokenWhileIdle(),
    continuedAsNew(),
    cancelled(),
    audit('clean', 0),
    audit('drift-repaired', 4),
    reconciled('work-left-behind'),
    reconciled('lost-workflows'),
    mailed('sent'),
    mailed('superseded'),
    ...syncScenarios(),
    ...erasureScenarios(),
    ...webhookScenarios(),
    ...reportScenarios(),
    approvalRun('reminded-and-decided', [{ sent: 1 }, { sent: 1, level: 2 }, { state: 'approved', level: 2 }], () =>
      Promise.resolve(),
    ),
    approvalRun('woken', [{ sent: 1 }, { state: 'declined', sent: 1 }], async (handle) => {
      await handle.signal('wake');
    }),
    approvalRun('mail-away', [{ unsent: 1, nextDueAt: '2020-01-01T00:00:00.000Z' }, { state: 'cancelled' }], () =>
      Promise.resolve(),
    ),
    approvalRun('three-levels', threeLevels, () => Promise.resolve()),
    approvalRun('stopped-by-operator', [{}], async (handle) => {
      await handle.cancel();
    }),
  ];
}
