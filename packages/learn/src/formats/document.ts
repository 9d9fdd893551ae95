/** A model file as a tree of values, the same whether it was JSON or UBJSON. Typed arrays keep the type of their items. */
export type ModelValue =
  | string
  | number
  | boolean
  | null
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | readonly ModelValue[]
  | ModelObject;

export interface ModelObject {
  readonly [key: string]: ModelValue;
}

/** Whether a value is an object, not an array of any kind. */
export function isModelObject(value: ModelValue | undefined): value is ModelObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
