// Writes kubernetes.schema.json: the kinds that deploy/kubernetes uses, with every property that the Kubernetes API has for them and no
// other, from the types of the API's own client (@kubernetes/client-node, Apache-2.0):
//
//   npm install --no-save @kubernetes/client-node@2.0.1 && node make-kubernetes-schema.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const kinds = {
  'v1/ConfigMap': 'V1ConfigMap', 'v1/Secret': 'V1Secret', 'v1/Service': 'V1Service', 'v1/ServiceAccount': 'V1ServiceAccount',
  'v1/Namespace': 'V1Namespace', 'v1/PersistentVolumeClaim': 'V1PersistentVolumeClaim',
  'apps/v1/Deployment': 'V1Deployment', 'apps/v1/StatefulSet': 'V1StatefulSet',
  'autoscaling/v2/HorizontalPodAutoscaler': 'V2HorizontalPodAutoscaler',
  'policy/v1/PodDisruptionBudget': 'V1PodDisruptionBudget', 'networking.k8s.io/v1/NetworkPolicy': 'V1NetworkPolicy',
};
const models = 'node_modules/@kubernetes/client-node/dist/gen/models';
const definitions = {};

// What the types call a string, though the API knows a few words alone.
const words = {
  'V1Container.imagePullPolicy': ['Always', 'IfNotPresent', 'Never'],
  'V1ContainerPort.protocol': ['TCP', 'UDP', 'SCTP'], 'V1ServicePort.protocol': ['TCP', 'UDP', 'SCTP'], 'V1NetworkPolicyPort.protocol': ['TCP', 'UDP', 'SCTP'],
  'V1DeploymentStrategy.type': ['RollingUpdate', 'Recreate'], 'V1ServiceSpec.type': ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
  'V1SeccompProfile.type': ['RuntimeDefault', 'Localhost', 'Unconfined'], 'V1HTTPGetAction.scheme': ['HTTP', 'HTTPS'],
  'V1PodSpec.restartPolicy': ['Always', 'OnFailure', 'Never'], 'V1PodSpec.dnsPolicy': ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  'V1TopologySpreadConstraint.whenUnsatisfiable': ['DoNotSchedule', 'ScheduleAnyway'], 'V2MetricSpec.type': ['Resource', 'Pods', 'Object', 'External', 'ContainerResource'],
  'V2MetricTarget.type': ['Utilization', 'Value', 'AverageValue'], 'V1EmptyDirVolumeSource.medium': ['', 'Memory'],
  'V2HPAScalingPolicy.type': ['Pods', 'Percent'], 'V2HPAScalingRules.selectPolicy': ['Max', 'Min', 'Disabled'],
};
const wordLists = { 'V1NetworkPolicySpec.policyTypes': ['Ingress', 'Egress'], 'V1Capabilities.drop': ['ALL'], 'V1PersistentVolumeClaimSpec.accessModes': ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'] };

async function define(name) {
  if (definitions[name]) return;
  const definition = (definitions[name] = { type: 'object', additionalProperties: false, required: [], properties: {} });
  const { [name]: model } = await import(new URL(`${models}/${name}.js`, import.meta.url));
  const declaration = readFileSync(new URL(`${models}/${name}.d.ts`, import.meta.url), 'utf8');
  for (const { name: property, baseName, type } of model.attributeTypeMap) {
    if (name === kinds[type]) continue;
    definition.properties[baseName] = await schemaOf(type, `${name}.${baseName}`);
    if (new RegExp(`^    '${property}':`, 'm').test(declaration)) definition.required.push(baseName);
  }
  if (definition.required.length === 0) delete definition.required;
}

async function schemaOf(type, place) {
  const array = type.match(/^Array<(.*)>$/);
  if (array) return { type: 'array', items: wordLists[place] ? { enum: wordLists[place] } : await schemaOf(array[1], place) };
  const map = type.match(/^\{ \[key: string\]: (.*); \}$/);
  if (map) return { type: 'object', additionalProperties: await schemaOf(map[1], place) };
  if (words[place]) return { enum: words[place] };
  switch (type) {
    case 'string': case 'Date': case 'V1MicroTime': return /Quantity|limits|requests|sizeLimit|storage$/.test(place) ? { type: ['string', 'integer'], pattern: '^[0-9.]+(m|k|Ki|M|Mi|G|Gi|T|Ti)?$' } : { type: 'string' };
    case 'number': return { type: 'integer' };
    case 'boolean': return { type: 'boolean' };
    case 'any': return {};
    case 'IntOrString': return { type: ['integer', 'string'], pattern: '^([0-9]+%|[a-z0-9-]+)$' };
    default: await define(type); return { $ref: `#/definitions/${type}` };
  }
}

const oneOf = {};
for (const [kind, type] of Object.entries(kinds)) {
  await define(type);
  definitions[type].required = [...new Set([...(definitions[type].required ?? []), 'apiVersion', 'kind', 'metadata'])];
  oneOf[kind] = { $ref: `#/definitions/${type}` };
}
definitions.V1ObjectMeta.required = ['name'];
// A pod's template has no name of its own.
definitions.V1PodTemplateSpec.properties.metadata = { type: 'object', additionalProperties: false, properties: { labels: definitions.V1ObjectMeta.properties.labels, annotations: definitions.V1ObjectMeta.properties.annotations } };
for (const name of Object.keys(definitions)) if (name.endsWith('Status') || /ManagedFields/.test(name)) definitions[name] = { not: {} };
writeFileSync(new URL('kubernetes.schema.json', import.meta.url), JSON.stringify({
  $comment: 'Made by make-kubernetes-schema.mjs from @kubernetes/client-node 2.0.1 (Apache-2.0), release-1.36 of the Kubernetes API.',
  kinds: oneOf, definitions,
}, null, 1) + '\n');
