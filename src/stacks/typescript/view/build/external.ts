import type { External } from '../../../../blueprint/model.ts';
import { fieldModel } from '../field-types.ts';
import type { ContextModel, ExternalModel } from '../model.ts';
import { environmentName, namesOf, portTypeOf, variableOf } from '../names.ts';

export function externalModel(external: External, contextOf: () => ContextModel): ExternalModel {
  const names = namesOf(external.name);
  return {
    name: external.name,
    names,
    get context() {
      return contextOf();
    },
    portType: portTypeOf(names.pascal),
    property: variableOf(names.camel, 'Service'),
    file: names.file,
    addressVariable: `${environmentName(names.kebab)}_URL`,
    operations: external.operations.map((operation) => {
      const operationNames = namesOf(operation.name);
      return {
        ...operation,
        names: operationNames,
        requestType: `${operationNames.pascal}Request`,
        responseType: `${operationNames.pascal}Response`,
        request: operation.request.map(fieldModel),
        response: operation.response.map(fieldModel),
      };
    }),
  };
}
