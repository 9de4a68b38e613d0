{{/*
Annotations of what belongs to the setup. Takes root, weight. Helm and Argo CD each read their own; stores that the release declares
itself are there only after the first installation.
*/}}
{{- define "cairn.setup.hook" -}}
{{- $late := include "cairn.ownStores" .root -}}
helm.sh/hook: {{ ternary "post-install,pre-upgrade" "pre-install,pre-upgrade" (not (not $late)) }}
helm.sh/hook-weight: {{ .weight | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
argocd.argoproj.io/hook: {{ ternary "Sync" "PreSync" (not (not $late)) }}
argocd.argoproj.io/hook-delete-policy: BeforeHookCreation,HookSucceeded
argocd.argoproj.io/sync-wave: {{ .weight | quote }}
{{- end -}}

{{/* The steps in their order: a list of name, arguments and the environments that they need. */}}
{{- define "cairn.setup.steps" -}}
{{- range list "catalog" "learners" "reporting" }}
- {name: migrate-{{ . }}, arguments: [cairn_{{ . }}, migrate], environment: [cairn.environment.mongo, cairn.environment.kafka]}
{{- end }}
- {name: migrate-gateway, arguments: [cairn_gateway, migrate], environment: [cairn.environment.mongo]}
{{- if .Values.setup.publishCatalogue }}
- {name: publish-catalogue, arguments: [cairn_catalog, publish-public, /usr/share/cairn/catalogue], environment: [cairn.environment.mongo]}
{{- end }}
{{- if .Values.setup.provision.enabled }}
- {name: provision, arguments: [cairn_gateway, provision, --spec, /etc/cairn/spec/{{ .Values.setup.provision.specKey }}], environment: [cairn.environment.provision, cairn.environment.portal]}
{{- end }}
{{- end -}}

{{- define "cairn.environment.provision" -}}
{{- with .Values.setup.provision -}}
{{- $secret := required "setup.provision.existingSecret is required with setup.provision.enabled" .existingSecret -}}
- {name: CAIRN_PROVISION_KEYCLOAK_URL, value: {{ required "setup.provision.keycloakUrl is required with setup.provision.enabled" .keycloakUrl | quote }}}
- name: CAIRN_PROVISION_ADMIN_USERNAME
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ .usernameKey }}}}
- name: CAIRN_PROVISION_ADMIN_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ .passwordKey }}}}
{{- end }}
{{- include "cairn.environment.identityCa" . }}
{{- end -}}

{{/* One step as a container. Takes root, step. */}}
{{- define "cairn.setup.container" -}}
{{- $root := .root -}}
- name: {{ .step.name }}
  image: {{ include "cairn.image" (dict "root" .root "image" "jobs") }}
  args: {{ toJson .step.arguments }}
  {{- include "cairn.container" . | nindent 2 }}
    {{- if eq .step.name "provision" }}
    - {name: spec, mountPath: /etc/cairn/spec, readOnly: true}
    {{- end }}
  env:
    {{- range .step.environment }}
    {{- include . $root | trim | nindent 4 }}
    {{- end }}
  resources: {{- toYaml .root.Values.setup.resources | nindent 4 }}
{{- end -}}
