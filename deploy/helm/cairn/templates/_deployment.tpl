{{/*
A deployment of one kind of process. Takes root, component (the kind's name), values (of the kind), image, arguments, environment (a
list), port (its name and number), probes (startup, liveness, readiness) and scaled (whether others decide on the number of pods).
*/}}
{{- define "cairn.deployment" -}}
{{- $root := .root -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "cairn.name" $root }}-{{ .component }}
  labels: {{- include "cairn.labels" . | nindent 4 }}
spec:
  {{- if not .scaled }}
  replicas: {{ .values.replicas }}
  {{- end }}
  revisionHistoryLimit: 3
  minReadySeconds: 5
  strategy:
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
  selector:
    matchLabels: {{- include "cairn.selector" . | nindent 6 }}
  template:
    metadata:
      labels: {{- include "cairn.labels" . | nindent 8 }}
        {{- with $root.Values.pods.labels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- with $root.Values.pods.annotations }}
      annotations: {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      serviceAccountName: {{ include "cairn.serviceAccount" $root }}
      terminationGracePeriodSeconds: {{ add $root.Values.pods.drainDelaySeconds $root.Values.pods.drainSeconds 10 }}
      {{- include "cairn.pod" . | nindent 6 }}
      {{- include "cairn.spread" . | nindent 6 }}
      containers:
        - name: {{ .component }}
          image: {{ include "cairn.image" . }}
          args: {{ toJson .arguments }}
          {{- include "cairn.container" . | nindent 10 }}
          env:
            {{- range .environment }}
            {{- include . $root | trim | nindent 12 }}
            {{- end }}
            {{- include "cairn.environment.observed" $root | trim | nindent 12 }}
            {{- with .values.extraEnv }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          ports:
            - {name: {{ .port.name }}, containerPort: {{ .port.number }}}
            {{- if $root.Values.metrics.enabled }}
            - {name: metrics, containerPort: {{ $root.Values.metrics.port }}}
            {{- end }}
          startupProbe: {{- toYaml .probes.startup | nindent 12 }}
            periodSeconds: 2
            timeoutSeconds: 3
            failureThreshold: 60
          livenessProbe: {{- toYaml .probes.liveness | nindent 12 }}
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe: {{- toYaml .probes.readiness | nindent 12 }}
            periodSeconds: 3
            timeoutSeconds: 3
            failureThreshold: 2
          resources: {{- toYaml .values.resources | nindent 12 }}
{{- end -}}
