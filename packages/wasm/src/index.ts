export { ByteWriter } from './byte-writer.ts';
export {
  compileModule,
  hasTiers,
  type ModuleCompiler,
  type Tier,
  useModuleCompiler,
} from './compile-module.ts';
export { type BranchHint, FunctionWriter } from './function-writer.ts';
export {
  type DefinedFunction,
  encodeBody,
  encodeModule,
  type FunctionBody,
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
