import type { Schema } from './document.js';

export interface Field {
  readonly name: string;
  readonly schema: Schema;
  readonly needed: boolean;
}

/** Fields of an object type, those of its parts among them. */
export function fieldsOf(schema: Schema): Field[] {
  const own = Object.entries(schema.properties ?? {}).map(([name, field]) => ({
    name,
    schema: field,
    needed: schema.required?.includes(name) ?? false,
  }));
  return [...own, ...(schema.allOf ?? []).flatMap(fieldsOf)];
}

/** The named type that a schema is, or is a list of. */
export function nameOf(schema: Schema): string | null {
  const ref = schema.$ref ?? schema.items?.$ref ?? schema.allOf?.find((part) => part.$ref)?.$ref;
  return ref?.split('/').at(-1) ?? null;
}

/** A type in a few words: `number, 0 to 1`, `list of Answer`. */
export function typeWords(schema: Schema): string {
  if (schema.$ref) return nameOf(schema)!;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.map(choiceWords).join(' or ');
  if (schema.allOf) return schema.allOf.map(typeWords).join(' with ');
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['anything']);
  return types.map((type) => oneType(type, schema)).join(' or ');
}

function choiceWords(schema: Schema): string {
  const fields = fieldsOf(schema);
  if (fields.length === 0) return typeWords(schema);
  return `{${fields.map(({ name, schema: own }) => `${name}: ${typeWords(own)}`).join(', ')}}`;
}

function oneType(type: string, schema: Schema): string {
  if (type === 'array') return `list of ${schema.items ? typeWords(schema.items) : 'anything'}`;
  if (type === 'string') return schema.format ?? 'text';
  const least = schema.minimum;
  // Integers without a bound of ours carry the largest safe one.
  const most = schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum;
  if ((type === 'number' || type === 'integer') && (least !== undefined || most !== undefined)) {
    const range =
      most === undefined
        ? `at least ${least}`
        : least === undefined
          ? `up to ${most}`
          : `${least} to ${most}`;
    return `${type === 'integer' ? 'whole number' : 'number'}, ${range}`;
  }
  return type === 'integer' ? 'whole number' : type;
}
