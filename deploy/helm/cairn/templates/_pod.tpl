{{- define "cairn.image" -}}
{{ .root.Values.image.repository }}/{{ .image }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end -}}

{{/* What every pod has, whatever runs in it: no token, no root, nowhere to write but /tmp. Takes root, component. */}}
{{- define "cairn.pod" -}}
{{- $root := .root -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: {{ .root.Values.pods.runAsUser }}
  runAsGroup: {{ .root.Values.pods.runAsUser }}
  fsGroup: {{ .root.Values.pods.runAsUser }}
  seccompProfile: {type: RuntimeDefault}
{{- with .root.Values.pods.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .root.Values.pods.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.pods.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.pods.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: tmp
    emptyDir: {sizeLimit: 256Mi}
{{- range include "cairn.certificates" .root | fromYamlArray }}
  - name: {{ .name }}
    secret: {secretName: {{ .secret }}, items: {{ toJson .items }}}
{{- end }}
{{- end -}}

{{/* What every container has. Takes root. */}}
{{- define "cairn.container" -}}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
{{- range include "cairn.certificates" .root | fromYamlArray }}
  - {name: {{ .name }}, mountPath: /etc/cairn/{{ .name }}, readOnly: true}
{{- end }}
{{- end -}}

{{/* Certificates that pods get from secrets: a list of name, secret and items. */}}
{{- define "cairn.certificates" -}}
{{- $mongo := .Values.mongo.tls -}}
{{- $kafka := .Values.kafka.tls -}}
{{- $identity := .Values.identity.tls -}}
{{- $found := list -}}
{{- if $mongo.caSecret }}{{ $found = append $found (dict "name" "mongo-ca" "secret" $mongo.caSecret "items" (list (dict "key" $mongo.caKey "path" "ca.crt"))) }}{{ end -}}
{{- if $mongo.clientSecret }}{{ $found = append $found (dict "name" "mongo-client" "secret" $mongo.clientSecret "items" (list (dict "key" $mongo.clientKey "path" "tls.pem"))) }}{{ end -}}
{{- if $kafka.caSecret }}{{ $found = append $found (dict "name" "kafka-ca" "secret" $kafka.caSecret "items" (list (dict "key" $kafka.caKey "path" "ca.crt"))) }}{{ end -}}
{{- if $kafka.clientSecret }}{{ $found = append $found (dict "name" "kafka-client" "secret" $kafka.clientSecret "items" (list (dict "key" $kafka.clientCertificateKey "path" "tls.crt") (dict "key" $kafka.clientPrivateKey "path" "tls.key"))) }}{{ end -}}
{{- if $identity.caSecret }}{{ $found = append $found (dict "name" "identity-ca" "secret" $identity.caSecret "items" (list (dict "key" $identity.caKey "path" "ca.crt"))) }}{{ end -}}
{{- toYaml $found -}}
{{- end -}}

{{/* Spread over nodes and zones. Takes root, component. */}}
{{- define "cairn.spread" -}}
{{- if .root.Values.pods.topologySpread.enabled }}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: {{ $.root.Values.pods.topologySpread.whenUnsatisfiable }}
    labelSelector:
      matchLabels: {{- include "cairn.selector" $ | nindent 8 }}
    matchLabelKeys: [pod-template-hash]
  {{- end }}
{{- end }}
{{- end -}}
