/** A provider's specification (OpenAPI 3.0 or Swagger 2) as a judge of answers. */
import { problemsOf, type JsonSchema } from './json-schema.rules';

interface ResponseObject {
  schema?: JsonSchema;
  content?: Readonly<Record<string, { schema?: JsonSchema }>>;
  $ref?: string;
}

interface Document {
  basePath?: string;
  paths: Readonly<Record<string, Readonly<Record<string, { responses?: Readonly<Record<string, ResponseObject>> }>>>>;
}

/** One answer of a provider, and what it answered. */
export interface Exchange {
  method: 'get' | 'post';
  /** Below the base path, without the query. */
  path: string;
  status: number;
  body: unknown;
}

export class Specification {
  constructor(private readonly document: Document) {}

  /** What of the answer is not as specified; empty when all is. */
  problemsOf({ method, path, status, body }: Exchange): string[] {
    const template = this.#templateOf(method, path);
    if (template === undefined) return [`${method} ${path} is not in the specification`];
    const schema = this.#schemaOf(template, method, status);
    if (schema === undefined) return [`${method} ${template} has no answer ${String(status)}`];
    const resolve = (reference: string): JsonSchema | undefined => this.#resolve(reference) as JsonSchema | undefined;
    return problemsOf(body, schema, { path: '', resolve });
  }

  /** A literal path before one with parameters: `/contracts/time` is no contract. */
  #templateOf(method: string, path: string): string | undefined {
    const fitting = Object.keys(this.document.paths).filter(
      (template) => this.document.paths[template]?.[method] !== undefined && isOf(template, path),
    );
    return fitting.sort((one, other) => one.split('{').length - other.split('{').length)[0];
  }

  #schemaOf(template: string, method: string, status: number): JsonSchema | undefined {
    const responses = this.document.paths[template]?.[method]?.responses ?? {};
    const named = responses[String(status)] ?? responses['default'];
    const response = named?.$ref === undefined ? named : (this.#resolve(named.$ref) as ResponseObject | undefined);
    return response?.schema ?? response?.content?.['application/json']?.schema;
  }

  #resolve(reference: string): unknown {
    const steps = reference.replace(/^#\//, '').split('/');
    return steps.reduce<unknown>((part, step) => (part as Record<string, unknown> | undefined)?.[step], this.document);
  }
}

function isOf(template: string, path: string): boolean {
  const wanted = template.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((step, index) => step.startsWith('{') || step === given[index]);
}
