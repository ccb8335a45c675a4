export { ByteWriter } from './byte-writer.ts';
export { type BranchHint, FunctionWriter } from './function-writer.ts';
export {
  type DefinedFunction,
  encodeModule,
  type FunctionType,
  type Import,
  type ModuleDescription,
} from './module-writer.ts';
export {
  EMPTY_BLOCK,
  type MemoryOpcode,
  OPCODE,
  type PlainOpcode,
  VALUE_TYPE,
  type ValueType,
} from './opcodes.ts';
