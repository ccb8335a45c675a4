export { ERRORS, type ErrorArguments, type ErrorName } from './catalogue.ts';
export { HartError, isHartError } from './hart-error.ts';
