import type { SourceFile } from './source-files.ts';

/**
 * An expected failure is a value, so a call whose `Result` nobody takes has hidden a failure. Without types at
 * hand this goes by names: a name counts when every function or method of that name in the project is declared
 * to return `Result` or a promise of one. `void call()` says that the result is dropped on purpose.
 */
export function droppedResults(files: readonly SourceFile[]): string[] {
  const declared = new Map<string, boolean>();
  for (const { parsed } of files)
    walk(parsed.program, (node) => {
      const declaration = declarationOf(node);
      if (declaration === undefined) return;
      const [name, returnsResult] = declaration;
      declared.set(name, returnsResult && declared.get(name) !== false);
    });
  return files.flatMap(({ path, text, parsed }) => {
    const found: string[] = [];
    // A test may call only to see that nothing throws.
    if (/\.test\.tsx?$|^tests\//.test(path)) return found;
    walk(parsed.program, (node) => {
      if (node.type !== 'ExpressionStatement') return;
      const name = calledName(node.expression as Node);
      if (name === undefined || declared.get(name) !== true) return;
      const line = text.slice(0, node.start).split('\n').length;
      found.push(`${path}:${line} drops the Result of ${name}()`);
    });
    return found;
  });
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) walk(each, visit);
  else if (typeof value === 'object' && value !== null) {
    if ('type' in value && typeof value.type === 'string') visit(value as Node);
    for (const each of Object.values(value)) walk(each, visit);
  }
}

/** Name of a function, method, signature or constant function, and whether it returns a Result. */
function declarationOf(node: Node): [string, boolean] | undefined {
  const named = (name: unknown, signature: unknown): [string, boolean] | undefined => {
    const identifier = name as Node | null;
    const typed = signature as Node | null | undefined;
    if (identifier === null || identifier?.type !== 'Identifier' || typed == null) return undefined;
    return [String(identifier.name), returnsResult(typed)];
  };
  switch (node.type) {
    case 'FunctionDeclaration':
      return named(node.id, node);
    case 'MethodDefinition':
      return named(node.key, node.value);
    case 'TSMethodSignature':
      return named(node.key, node);
    case 'Property':
      return isFunction(node.value) ? named(node.key, node.value) : undefined;
    case 'VariableDeclarator':
      return isFunction(node.init) ? named(node.id, node.init) : undefined;
    case 'TSPropertySignature':
    case 'PropertyDefinition': {
      const type = (node.typeAnnotation as Node | null)?.typeAnnotation as Node | undefined;
      if (type?.type === 'TSFunctionType') return named(node.key, type);
      return isFunction(node.value) ? named(node.key, node.value) : undefined;
    }
    default:
      return undefined;
  }
}

function isFunction(value: unknown): boolean {
  const type = (value as Node | null | undefined)?.type;
  return type === 'ArrowFunctionExpression' || type === 'FunctionExpression';
}

function returnsResult(signature: Node): boolean {
  let type = (signature.returnType as Node | null)?.typeAnnotation as Node | undefined;
  if (typeName(type) === 'Promise')
    type = ((type?.typeArguments as Node | null)?.params as Node[] | undefined)?.[0];
  return typeName(type) === 'Result';
}

function typeName(type: Node | undefined): unknown {
  return type?.type === 'TSTypeReference' ? (type.typeName as Node).name : undefined;
}

function calledName(expression: Node): string | undefined {
  const call = (expression.type === 'AwaitExpression' ? expression.argument : expression) as Node;
  if (call.type !== 'CallExpression') return undefined;
  const callee = call.callee as Node;
  const name = (callee.type === 'MemberExpression' ? callee.property : callee) as Node;
  return name.type === 'Identifier' ? String(name.name) : undefined;
}
