import type {
  FieldElement,
  FileElement,
  GroupElement,
  MessageElement,
  OptionElement,
  TypeElement,
} from '../syntax/elements.ts';
import { printFile } from '../syntax/print-file.ts';

/** The text of Confluent's form `ignore_extensions`: no custom options but its own, no `extend`, no `extensions`. */
export function printWithoutExtensions(file: FileElement): string {
  return printFile({
    ...file,
    types: stripTypes(file.types),
    services: file.services.map((service) => ({
      ...service,
      options: strip(service.options),
      rpcs: service.rpcs.map((rpc) => ({ ...rpc, options: strip(rpc.options) })),
    })),
    extends: [],
    options: strip(file.options),
  });
}

function stripTypes(types: readonly TypeElement[]): TypeElement[] {
  return types.map((type) => {
    if (type.kind === 'message') return stripMessage(type);
    const constants = type.constants.map((constant) => ({ ...constant, options: strip(constant.options) }));
    return { ...type, options: strip(type.options), constants };
  });
}

function stripMessage(message: MessageElement): MessageElement {
  return {
    ...message,
    types: stripTypes(message.types),
    options: strip(message.options),
    fields: message.fields.map(stripField),
    oneofs: message.oneofs.map((oneof) => ({
      ...oneof,
      options: strip(oneof.options),
      fields: oneof.fields.map(stripField),
      groups: oneof.groups.map(stripGroup),
    })),
    groups: message.groups.map(stripGroup),
    extensions: [],
    extends: [],
  };
}

function stripField(field: FieldElement): FieldElement {
  return { ...field, options: strip(field.options) };
}

function stripGroup(group: GroupElement): GroupElement {
  return { ...group, fields: group.fields.map(stripField) };
}

function strip(options: readonly OptionElement[]): OptionElement[] {
  return options.filter(({ name, isCustom }) => !isCustom || name.startsWith('confluent.'));
}
