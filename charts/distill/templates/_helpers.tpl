{{- define "distill.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{- define "distill.labels" -}}
{{ include "distill.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "distill.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "distill.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "distill.name" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end }}

{{- define "distill.brokerHost" -}}
{{- if .Values.rabbitmq.enabled -}}
{{- include "distill.name" . }}-rabbitmq.{{ .Release.Namespace }}.svc
{{- else -}}
{{- required "Where is the broker? Set broker.host, or rabbitmq.enabled to have one made." .Values.broker.host -}}
{{- end -}}
{{- end }}

{{- define "distill.brokerSecret" -}}
{{- if .Values.rabbitmq.enabled -}}
{{- include "distill.name" . }}-rabbitmq-default-user
{{- else -}}
{{- required "Who are we to the broker? Set broker.existingSecret to a secret with its user and password." .Values.broker.existingSecret -}}
{{- end -}}
{{- end }}

{{- define "distill.checkStore" -}}
{{- $ways := 0 }}
{{- range list .Values.store.address .Values.store.existingSecret .Values.store.volume.enabled }}
{{- if . }}{{ $ways = add1 $ways }}{{ end }}
{{- end }}
{{- if ne (int $ways) 1 -}}
{{- fail "Where is the store? Set one of store.address, store.existingSecret and store.volume.enabled, and switch the others off." -}}
{{- end -}}
{{- end }}

{{- define "distill.image" -}}
{{- $tag := .tag | default .root.Values.image.tag | default .root.Chart.AppVersion -}}
{{- with .root.Values.image.registry }}{{ . }}/{{ end }}{{ .root.Values.image.repository }}:{{ $tag }}
{{- end }}

{{- /* What every container of ours is told. The user is put into the address by Kubernetes; the password stays in its file. */ -}}
{{- define "distill.env" -}}
{{- $cacheLimit := .cacheLimit -}}
{{- with .root -}}
- name: BROKER_USER
  valueFrom:
    secretKeyRef:
      name: {{ include "distill.brokerSecret" . }}
      key: {{ .Values.broker.usernameKey }}
- name: DISTILL__Broker
  value: {{ printf "%s://$(BROKER_USER)@%s:%d%s" (ternary "amqps" "amqp" .Values.broker.tls) (include "distill.brokerHost" .) (int .Values.broker.port) (ternary "" (printf "/%s" (.Values.broker.virtualHost | urlquery)) (eq .Values.broker.virtualHost "/")) | quote }}
- name: DISTILL__BrokerPasswordFile
  value: /var/run/distill/broker/password
{{- if .Values.store.existingSecret }}
- name: DISTILL__StoreFile
  value: /var/run/distill/store/address
{{- else }}
- name: DISTILL__Store
  value: {{ .Values.store.volume.enabled | ternary "/store" .Values.store.address | quote }}
{{- end }}
{{- with .Values.store.plainHttpHost }}
- name: DISTILL__StorePlainHttp
  value: {{ . | quote }}
{{- end }}
- name: DISTILL__Streams
  value: {{ .Values.broker.streams }}
- name: DISTILL__Cache
  value: /cache
{{- with $cacheLimit }}
- name: DISTILL__CacheLimit
  value: {{ . | quote }}
{{- end }}
{{- range $name, $value := .Values.extraEnv }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}
{{- end }}

{{- define "distill.mounts" -}}
- name: broker
  mountPath: /var/run/distill/broker
  readOnly: true
{{- if .Values.store.existingSecret }}
- name: store
  mountPath: /var/run/distill/store
  readOnly: true
{{- else if .Values.store.volume.enabled }}
- name: store
  mountPath: /store
{{- end }}
- name: cache
  mountPath: /cache
- name: temporary
  mountPath: /tmp
{{- end }}

{{- define "distill.volumes" -}}
{{- $cacheSize := .cacheSize -}}
{{- with .root -}}
- name: broker
  secret:
    secretName: {{ include "distill.brokerSecret" . }}
    items:
      - key: {{ .Values.broker.passwordKey }}
        path: password
{{- if .Values.store.existingSecret }}
- name: store
  secret:
    secretName: {{ .Values.store.existingSecret }}
    items:
      - key: {{ .Values.store.secretKey }}
        path: address
{{- else if .Values.store.volume.enabled }}
- name: store
  persistentVolumeClaim:
    claimName: {{ .Values.store.volume.existingClaim | default (printf "%s-store" (include "distill.name" .)) }}
{{- end }}
- name: cache
  emptyDir:
    sizeLimit: {{ $cacheSize }}
- name: temporary
  emptyDir:
    sizeLimit: 1Gi
{{- end }}
{{- end }}

{{- define "distill.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "distill.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- /* The metadata and the first part of every pod's spec: root, role. */ -}}
{{- define "distill.podMetadata" -}}
labels:
  {{- include "distill.labels" .root | nindent 2 }}
  app.kubernetes.io/component: {{ .role }}
  {{- if .root.Values.workloadIdentity }}
  azure.workload.identity/use: "true"
  {{- end }}
  {{- with .root.Values.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .root.Values.podAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "distill.podSpec" -}}
serviceAccountName: {{ include "distill.serviceAccount" .root }}
automountServiceAccountToken: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  {{- include "distill.podSecurity" .root | nindent 2 }}
{{- with .settings.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .settings.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .settings.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .settings.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
