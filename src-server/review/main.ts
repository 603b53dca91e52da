import { runCommand } from './command.ts';

process.exitCode = await runCommand(process.argv.slice(2), {
  environment: process.env,
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (problem) => process.stderr.write(`${problem}\n`),
});
