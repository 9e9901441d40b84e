/** Stores what there is to do, what was said about it and one file; people, projects and accounts are there already. */
import { AttachmentRepository } from '../domains/attachments/attachments.repository';
import { fileKeyOf } from '../domains/attachments/file-key.rules';
import { CommentRepository } from '../domains/comments/comments.repository';
import { EpicRepository } from '../domains/epics/epics.repository';
import { ProjectMemberRepository } from '../domains/projects/project-members.repository';
import { TagRepository } from '../domains/tags/tags.repository';
import { TaskAssigneeRepository, TaskDependencyRepository } from '../domains/tasks/task-links.repository';
import { TaskRepository } from '../domains/tasks/tasks.repository';
import type { FileStore } from '../platform/file-store';
import type { UnitOfWork } from '../platform/unit-of-work';
import { demoDates } from './demo-dates.rules';
import { demoId } from './demo-ids.rules';
import { demoWork } from './demo-tasks.rules';

const BRIEF = `# Refonte du portail client

- Une connexion, toutes les démarches.
- Les écrans d'abord sur téléphone.
- En ligne avant l'été.
`;

/** Inserts everything; its file is stored first, so that no record is without one. */
export async function loadWork(uow: UnitOfWork, fileStore: FileStore | undefined): Promise<void> {
  const place = [uow.trx, uow.organizationId] as const;
  const work = demoWork(demoDates(uow.now));
  await new TagRepository(...place).insertMany(work.tags);
  await new EpicRepository(...place).insertMany(work.epics);
  await new TaskRepository(...place).insertMany(work.tasks);
  await new ProjectMemberRepository(...place).insertMany(work.members);
  await new TaskAssigneeRepository(...place).insertMany(work.assignees);
  await new TaskDependencyRepository(...place).insertMany(work.dependencies);
  await new CommentRepository(...place).insertMany(work.comments);
  if (fileStore !== undefined) await attachBrief(uow, fileStore);
}

async function attachBrief(uow: UnitOfWork, fileStore: FileStore): Promise<void> {
  const file = { id: demoId('attachment', 'brief'), organizationId: uow.organizationId };
  const contentType = 'text/markdown';
  const { sha256, bytes } = await fileStore.put(fileKeyOf(file), Buffer.from(BRIEF), { mediaType: contentType });
  await new AttachmentRepository(uow.trx, uow.organizationId).insert({
    id: file.id,
    entityType: 'project',
    entityId: demoId('project', 'PORTAIL'),
    filename: 'cahier-des-charges.md',
    contentType,
    sizeBytes: bytes,
    sha256,
    uploadedBy: demoId('user', 'john@demo.com'),
  });
}
