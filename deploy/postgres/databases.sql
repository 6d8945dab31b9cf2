-- One database a service; nobody reads another's tables.
CREATE DATABASE flames_prompt;
CREATE DATABASE flames_generation;
CREATE DATABASE flames_scoring;
CREATE DATABASE flames_annotation;
CREATE DATABASE flames_report;
